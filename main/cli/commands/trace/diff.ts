import { writeFileSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import type { Failure } from '../../../../app/contract/failure';
import { err, ok, type Result } from '../../../../app/contract/result';
import type { TraceDiffDocument } from '../../../../app/contract/trace-diff';
import {
  diffTraces,
  formatDiff,
  formatJunit,
  judgeGates,
  parseGate,
  toSarif,
  type Gate,
} from '../../../../app/domain/tracediff';
import { findTraces } from '../../../analysis/find-traces';
import { readVersion } from '../../../resources';
import { exitStatus, printFailure, printJson, statusOf } from '../../output';
import { choosePaint } from '../../paint';
import { readSides, type Side } from './read-sides';
import type { Verb, Values } from '../../verbs';

/** `trivet trace diff A B`: what changed between two traces, or two sets of runs, and gates on it. */
export const diff: Verb = {
  options: {
    'fail-on': { type: 'string', multiple: true },
    any: { type: 'boolean' },
    strict: { type: 'boolean' },
    json: { type: 'boolean' },
    junit: { type: 'string' },
    sarif: { type: 'string' },
  },
  positionals: ['A', 'B'],
  async run(values, [a, b]) {
    const gates = parseGates(values);
    if (!gates.ok) return { usage: gates.error };
    const json = values['json'] === true;
    const fail = async (failure: Failure) => {
      printFailure(failure);
      if (json) await printJson({ format: 1, failure });
      return statusOf(failure);
    };
    const sides = await findSides(a!, b!);
    if (!sides.ok) return fail(sides.error);
    const read = await readSides(sides.value);
    if (!read.ok) return fail(read.error);
    const compared = diffTraces(read.value.a, read.value.b);
    const outcomes = judgeGates(compared, gates.value, { any: values['any'] === true });
    const document: TraceDiffDocument = { ...compared, gates: outcomes };
    const written = writeReports(values, document);
    if (!written.ok) return fail(written.error);
    if (json) await printJson(document);
    else process.stdout.write(formatDiff(document, choosePaint(process.stdout, process.env)));
    const skipped = outcomes.filter(({ state }) => state === 'skipped');
    for (const { gate, says } of skipped) {
      process.stderr.write(`trivet: The gate "${gate}" judged nothing: ${says}\n`);
    }
    const isStrict = values['strict'] === true && skipped.length > 0;
    const hasFailed = isStrict || outcomes.some(({ state }) => state === 'failed');
    return hasFailed ? exitStatus.gateFailed : exitStatus.nothingConfirmed;
  },
};

/** A report of no gates would be green for ever: asking for one without a gate is a mistake. */
function parseGates(values: Values): Result<readonly Gate[], string> {
  const texts = (values['fail-on'] as readonly string[] | undefined) ?? [];
  for (const report of ['junit', 'sarif']) {
    if (values[report] !== undefined && texts.length === 0) {
      return err(`--${report} reports gates: name at least one with --fail-on.`);
    }
  }
  const gates: Gate[] = [];
  for (const text of texts) {
    const gate = parseGate(text);
    if (!gate.ok) return gate;
    gates.push(gate.value);
  }
  return ok(gates);
}

async function findSides(a: string, b: string): Promise<Result<Side, Failure>> {
  const filesA = await findSide(a);
  if (!filesA.ok) return filesA;
  const filesB = await findSide(b);
  return filesB.ok ? ok({ a: filesA.value, b: filesB.value }) : filesB;
}

/** `-` is a trace on standard input. */
const findSide = async (named: string) => (named === '-' ? ok([named]) : findTraces(named));

function writeReports(values: Values, { gates }: TraceDiffDocument): Result<undefined, Failure> {
  const sourceRoot = process.cwd().split(sep).join('/');
  const reports = {
    junit: () => formatJunit(gates),
    sarif: () =>
      `${JSON.stringify(toSarif(gates, { version: readVersion(), sourceRoot }), undefined, 2)}\n`,
  };
  for (const [name, format] of Object.entries(reports)) {
    const file = values[name];
    if (typeof file !== 'string') continue;
    try {
      writeFileSync(resolve(file), format());
    } catch (cause) {
      const message = `The report ${file} cannot be written.`;
      return err({ code: 'disk', message, detail: String(cause) });
    }
  }
  return ok(undefined);
}
