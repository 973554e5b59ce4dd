import type { CompiledFilters } from '../filter/compile-filters';
import { formatPercentage } from '../measurement';
import type { Profile } from '../profile';
import { formatHeading } from './format-heading';
import { formatValue, type ReportEdge, type TopReport, type TreeReport } from './report';
import type { SourceFunction, SourceReport } from './source-lines';

/** The text of `go tool pprof -top`. */
export function formatTop(
  profile: Profile,
  report: TopReport,
  filters: CompiledFilters | undefined,
): string {
  const lines = formatHeading(profile, report, report.rows.length, filters);
  lines.push('      flat  flat%   sum%        cum   cum%');
  let flatSum = 0;
  for (const { flat, cum, name, inlining } of report.rows) {
    flatSum += flat;
    const inline = { none: '', some: ' (partial-inline)', all: ' (inline)' }[inlining];
    lines.push(`${formatNumbers(report, flat, flatSum, cum)}  ${name}${inline}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Flat, flat%, sum%, cum, cum%. */
function formatNumbers(
  report: Pick<TopReport, 'type' | 'outputUnit' | 'total'>,
  flat: number,
  flatSum: number,
  cum: number,
): string {
  const share = (value: number): string => formatPercentage(value, report.total);
  const flatText = formatValue(report, flat).padStart(10);
  const cumText = formatValue(report, cum).padStart(10);
  return `${flatText} ${share(flat)} ${share(flatSum)} ${cumText} ${share(cum)}`;
}

const separator = '----------------------------------------------------------+-------------';
const legend = '      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t ';

/** The text of `go tool pprof -tree` and `-peek`. */
export function formatTree(
  profile: Profile,
  report: TreeReport,
  filters: CompiledFilters | undefined,
): string {
  const lines = formatHeading(profile, report, report.rowCount, filters);
  lines.push(separator, legend);
  let flatSum = 0;
  for (const { flat, cum, name, callers, callees } of report.rows) {
    flatSum += flat;
    const calls = (edges: readonly ReportEdge[]): string[] =>
      edges.map(({ weight, name: other, isInline }) => {
        const value = formatValue(report, weight).padStart(50);
        return `${value} ${formatPercentage(weight, cum)} |   ${other}${isInline ? ' (inline)' : ''}`;
      });
    const numbers = formatNumbers(report, flat, flatSum, cum);
    lines.push(separator, ...calls(callers), `${numbers}                | ${name}`);
    lines.push(...calls(callees));
  }
  if (report.rowCount > 0) lines.push(separator);
  return `${lines.join('\n')}\n`;
}

/**
 * The text of `go tool pprof -list`.
 * @param readLines of a source file, the first at index 0; undefined when it cannot be had.
 */
export function formatSource(
  report: SourceReport,
  readLines: (file: string) => readonly string[] | undefined,
  notesOf: (file: string, line: number) => readonly string[] = () => [],
): string {
  const value = (each: number): string =>
    formatValue({ type: report.type, outputUnit: 'minimum' }, each);
  const lines = [`Total: ${value(report.total)}`];
  for (const each of report.functions) {
    const share = formatPercentage(each.cum, report.total);
    lines.push(`ROUTINE ======================== ${each.name} in ${each.file}`);
    const [flat, cum] = [value(each.flat).padStart(10), value(each.cum).padStart(10)];
    lines.push(`${flat} ${cum} (flat, cum) ${share} of Total`);
    const cell = (sum: number | undefined): string => (sum ? value(sum) : '.').padStart(10);
    for (const { number, text, flat: own, cum: all } of selectSource(each, readLines(each.file))) {
      lines.push(`${cell(own)} ${cell(all)} ${String(number).padStart(6)}:${text}`);
      if (!own && !all) continue;
      for (const note of notesOf(each.file, number)) lines.push(`${' '.repeat(28)} · ${note}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

interface NumberedLine {
  readonly number: number;
  readonly text: string;
  readonly flat: number | undefined;
  readonly cum: number | undefined;
}

/** Lines of context around those with a value, where the function's start is not known. */
const margin = 5;

/** The lines of the function, with some after the last; without the source, those with a value. */
function selectSource(
  { lines, startLine }: SourceFunction,
  source: readonly string[] | undefined,
): NumberedLine[] {
  if (!source) {
    return lines.map(({ line, flat, cum }) => ({ number: line, text: '', flat, cum }));
  }
  const values = new Map(lines.map((each) => [each.line, each]));
  const known = lines.map(({ line }) => line);
  const least = known[0] ?? 1;
  const start = Math.max(1, startLine > 0 ? Math.min(startLine, least) : least - margin);
  const end = Math.min(source.length, (known[known.length - 1] ?? 1) + margin);
  const shown: NumberedLine[] = [];
  for (let number = start; number <= end; number++) {
    const { flat, cum } = values.get(number) ?? {};
    shown.push({ number, text: source[number - 1] ?? '', flat, cum });
  }
  return shown;
}
