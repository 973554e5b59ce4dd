import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Terminals } from './terminals';

let printed = '';
let exits: number[] = [];
let waiters: (() => void)[] = [];
let terminals: Terminals;
let folder: string;

const wake = () => waiters.splice(0).forEach((resolve) => resolve());
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise<void>((resolve) => waiters.push(resolve));
}

beforeEach(() => {
  printed = '';
  exits = [];
  waiters = [];
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'trivet-terminal-')));
  terminals = new Terminals(
    {
      printed: (_terminal, data) => {
        printed += data;
        wake();
      },
      exited: (_terminal, status) => {
        exits.push(status);
        wake();
      },
    },
    '/bin/sh',
  );
});
afterEach(async () => {
  await terminals.dispose();
  rmSync(folder, { recursive: true });
});

async function open(cwd: string): Promise<string> {
  const opened = await terminals.open(cwd, { columns: 80, rows: 24 });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value.terminal;
}

describe('terminals', () => {
  test('a shell starts in the folder asked for and sees the size', async () => {
    const terminal = await open(folder);
    terminals.resize(terminal, { columns: 101, rows: 33 });
    terminals.write(terminal, 'pwd; stty size\n');
    await until(() => printed.includes('33 101'));
    expect(printed).toContain(folder);
  });

  test('the status of the shell is told when it leaves', async () => {
    terminals.write(await open(folder), 'exit 7\n');
    await until(() => exits.length > 0);
    expect(exits).toEqual([7]);
    expect(terminals.count).toBe(0);
  });

  test('a folder that does not exist falls back to the home folder', async () => {
    const terminal = await open(join(folder, 'missing'));
    terminals.write(terminal, 'echo started-$((40 + 2))\n');
    await until(() => printed.includes('started-42'));
  });

  test('dispose ends a shell that ignores SIGHUP', async () => {
    const terminal = await open(folder);
    terminals.write(terminal, "trap '' HUP; echo deaf-$((1 + 1)); while :; do sleep 1; done\n");
    await until(() => printed.includes('deaf-2'));
    await terminals.dispose();
    await until(() => exits.length > 0);
    expect(terminals.count).toBe(0);
  });

  test('a shell that cannot be found still answers', async () => {
    const broken = new Terminals({ printed: () => wake(), exited: () => wake() }, '/no/such/shell');
    const opened = await broken.open(folder, { columns: 80, rows: 24 });
    // node-pty reports the failed exec through the exit status, other platforms at once.
    if (!opened.ok) expect(opened.error.code).toBe('unsupported');
    await broken.dispose();
  });
});
