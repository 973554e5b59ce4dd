import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { profileReportSchema } from '../../../../app/contract/profile-report';
import { SessionFolder } from '../../../capture/session-folder';
import { runGo } from '../../../project/go-command';
import { runProcess } from '../../../process/run-process';
import { makeScratch, must } from '../../../target/testing/build-fixture';
import { captureOutput } from '../../testing/capture-output';
import { profile } from '.';

const source = `package main

import (
	"os"
	"runtime"
	"runtime/pprof"
)

var kept [][]byte

func make1() []byte { return make([]byte, 1<<20) }

func keep() {
	kept = append(kept, make1())
}

func main() {
	runtime.MemProfileRate = 1
	keep()
	runtime.GC()
	file, _ := os.Create(os.Args[1])
	pprof.Lookup("heap").WriteTo(file, 0)
	file.Close()
}
`;

let dir: string;
let taken: string;
beforeAll(async () => {
  dir = await makeScratch();
  await writeFile(join(dir, 'go.mod'), 'module keep.test\n\ngo 1.22\n');
  await writeFile(join(dir, 'main.go'), source);
  await build('quiet', '-gcflags=-l');
  await build('inlining');
  taken = join(dir, 'heap.pb.gz');
  must(await runProcess(join(dir, 'quiet'), [taken]));
}, 180_000);
afterAll(() => rm(dir, { recursive: true, force: true }));

async function build(name: string, ...flags: string[]): Promise<void> {
  const args = ['build', ...flags, '-o', join(dir, name), '.'];
  expect(must(await runGo({ go: 'go', cwd: dir }, args)).stderr).toBe('');
}

let out: string;
let errors: string;
beforeEach(() => {
  [out, errors] = ['', ''];
  captureOutput({
    stdout: (text) => (out += text),
    stderr: (text) => (errors += text),
  });
});
afterEach(() => vi.restoreAllMocks());

/** What the compiler said of the lines of `keep` that have a value. */
async function hintsOf(file: string, ...argv: string[]): Promise<readonly string[]> {
  out = '';
  const status = await profile(['lines', file, '--match', 'keep', '--hints', '--json', ...argv]);
  expect(status, errors).toBe(0);
  const document = profileReportSchema.parse(JSON.parse(out));
  if (document.view !== 'lines') throw new Error('not lines');
  return document.functions.flatMap(({ lines }) =>
    lines.flatMap(({ hints = [] }) => hints.map(({ message }) => message)),
  );
}

test('hints are those of the program that was profiled, as long as it is there', async () => {
  expect(await hintsOf(taken)).not.toContain('inlining call to make1');
  expect(errors).toMatch(/trivet: decisions of \(cd .* && .*go build .*-l -m=2.* \.\)\n/);
}, 120_000);

test('a named program counts more, and has to be one', async () => {
  expect(await hintsOf(taken, '--binary', join(dir, 'inlining'))).toContain(
    'inlining call to make1',
  );
  const argv = ['lines', taken, '--match', 'keep', '--hints', '--binary', join(dir, 'main.go')];
  expect(await profile(argv)).toBe(1);
  expect(errors).toContain('main.go is not a Go program');
}, 120_000);

test('of a profile in a session, hints are those of the program that the session ran', async () => {
  const session = must(
    await SessionFolder.create({
      parentDir: join(dir, 'sessions'),
      label: 'keep',
      trivet: '0.0.0',
      target: {
        ...{ mode: 'launch', module: 'keep.test', package: 'keep.test' },
        ...{ projectDir: dir, args: [], pid: 0, pathMap: [] },
      },
    }),
  );
  const program = await session.place('program/keep');
  await copyFile(join(dir, 'inlining'), program);
  const times = { startedAtMs: 0, endedAtMs: 0 };
  must(await session.addArtefact({ path: 'program/keep', kind: 'program', command: '', ...times }));
  const file = join(session.dir, 'profiles', 'heap-01.pb.gz');
  await mkdir(dirname(file), { recursive: true });
  await copyFile(taken, file);
  expect(await hintsOf(file)).toContain('inlining call to make1');
}, 120_000);
