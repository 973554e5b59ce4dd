import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { profileReportSchema } from '../../../../app/contract/profile-report';
import { SessionFolder } from '../../../capture/session-folder';
import { runGo } from '../../../project/go-command';
import { runProcess } from '../../../process/run-process';
import { makeScratch, must } from '../../../target/testing/build-fixture';
import { runCaptured } from '../../testing/capture-output';
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

const printHints = (file: string, ...argv: string[]) =>
  runCaptured(() => profile(['lines', file, '--match', 'keep', '--hints', ...argv]));

/** What the compiler said of the lines of `keep` that have a value, and what was told beside it. */
async function hintsOf(file: string, ...argv: string[]) {
  const { status, stdout, stderr } = await printHints(file, '--json', ...argv);
  expect(status, stderr).toBe(0);
  const document = profileReportSchema.parse(JSON.parse(stdout));
  if (document.view !== 'lines') throw new Error('not lines');
  const hints = document.functions.flatMap(({ lines }) =>
    lines.flatMap(({ hints = [] }) => hints.map(({ message }) => message)),
  );
  return { hints, stderr };
}

test('hints are those of the program that was profiled, as long as it is there', async () => {
  const { hints, stderr } = await hintsOf(taken);
  expect(hints).not.toContain('inlining call to make1');
  expect(stderr).toMatch(/trivet: decisions of \(cd .* && .*go build .*-l -m=2.* \.\)\n/);
}, 120_000);

test('a named program counts more, and has to be one', async () => {
  const { hints } = await hintsOf(taken, '--binary', join(dir, 'inlining'));
  expect(hints).toContain('inlining call to make1');
  const refused = await printHints(taken, '--binary', join(dir, 'main.go'));
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('main.go is not a Go program');
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
  expect((await hintsOf(file)).hints).toContain('inlining call to make1');
}, 120_000);
