import type { TraceGateOutcome } from '../../contract/trace-diff';
import { formatSubject } from './format-diff';

/** JUnit XML as CI servers read it: one test case a gate; one that could not be judged is skipped. */
export function formatJunit(gates: readonly TraceGateOutcome[]): string {
  const count = (state: TraceGateOutcome['state']) =>
    gates.filter((gate) => gate.state === state).length;
  const counts = `tests="${gates.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="trivet trace diff" ${counts}>`,
    `  <testsuite name="trivet trace diff" ${counts}>`,
    ...gates.flatMap(formatCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function formatCase({ gate, metric, state, says, contributor }: TraceGateOutcome): string[] {
  const opening = `    <testcase classname="trace-diff.${escape(metric)}" name="${escape(gate)}"`;
  if (state === 'passed') {
    return [`${opening}>`, `      <system-out>${escape(says)}</system-out>`, '    </testcase>'];
  }
  if (state === 'skipped') {
    return [`${opening}>`, `      <skipped message="${escape(says)}"/>`, '    </testcase>'];
  }
  const stack = contributor?.stack?.map(
    (frame) => `${frame.function}\n    ${frame.file}:${frame.line}`,
  );
  const detail = [contributor ? formatSubject(contributor) : '', ...(stack ?? [])]
    .filter(Boolean)
    .join('\n');
  return [
    `${opening}>`,
    `      <failure type="gate" message="${escape(says)}">${escape(detail)}</failure>`,
    '    </testcase>',
  ];
}

/** What XML 1.0 has no way to say, as a character of its own or as a reference, is replaced. */

const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udfff]/gu;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const escape = (text: string): string =>
  text.replace(forbidden, '\ufffd').replace(/[&<>"]/g, (character) => entities[character]!);
