import { mkdtemp, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type {
  EventBody,
  EventName,
  Output,
  RawInput,
  RequestName,
} from '../../../app/contract/ipc';
import { events, requests } from '../../../app/contract/ipc';
import { Debugger } from '../debugger';

/** The program under test, `testdata/pipeline`. */
export const source = fileURLToPath(new URL('../testdata/pipeline', import.meta.url));
export const file = join(source, 'main.go');
const text = readFileSync(file, 'utf8').split('\n');
export const lineOf = (words: string) => 1 + text.findIndex((line) => line.includes(words));
export const stopHere = lineOf('// stop here');
const resources = fileURLToPath(new URL('../../../resources', import.meta.url));

type Told = { readonly [N in EventName]: { name: N; body: EventBody<N> } }[EventName];

export let dataDir: string;
export let told: Told[];
let seen = 0;
let wake: (() => void) | undefined;
export let engine: Debugger;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trivet debugger-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));
afterEach(() => engine.dispose(), 60_000);

export function start(): void {
  told = [];
  seen = 0;
  engine = new Debugger({ resources, dataDir }, (name, body) => {
    told.push({ name, body: events[name].parse(body) } as Told);
    wake?.();
  });
}

export async function ask<N extends RequestName>(name: N, input: RawInput<N>): Promise<Output<N>> {
  const handler = engine.handlers[name]!;
  const reply = await handler(requests[name].input.parse(input) as never);
  if (!reply.ok) throw new Error(JSON.stringify(reply.error));
  return requests[name].output.parse(reply.value) as Output<N>;
}

/** The next event of the name since the last that was waited for; the end of the session fails it. */
export async function next<N extends EventName>(name: N): Promise<EventBody<N>> {
  for (;;) {
    while (seen < told.length) {
      const event = told[seen++]!;
      if (event.name === name) return event.body as EventBody<N>;
      if (event.name === 'gdb.exited') throw new Error(JSON.stringify(told));
    }
    await new Promise<void>((resolve) => (wake = resolve));
  }
}

export const breakAt = (line: number, condition = '') => ({
  id: `line-${line}`,
  file,
  line,
  condition,
});

export async function launch(
  breakpoints: RawInput<'gdb.open'>['breakpoints'] = [breakAt(stopHere)],
  args: string[] = [],
  profile = 'readable',
) {
  start();
  const plan = {
    kind: 'launch' as const,
    projectDir: source,
    package: 'example.com/pipeline',
    buildProfile: profile as 'readable',
    args,
  };
  const { session } = await ask('gdb.open', { plan, breakpoints });
  return { session, goid: 0, level: 0 };
}

export const printed = (source: string) =>
  told.flatMap(({ name, body }) =>
    name === 'gdb.printed' && body.source === source ? [body.text] : [],
  );
export const valuesOf = (variables: Output<'gdb.variables'>['variables']) =>
  Object.fromEntries(variables.map(({ name, value }) => [name, value]));
