import type {
  DisassemblyDocument,
  LinesDocument,
  TopDocument,
  TreeDocument,
} from '../../../../app/contract/profile-report';
import type { CompilerHint } from '../../../../app/contract/source-hints';
import type { Disassembly } from '../../../../app/domain/pprof/assembly/annotate-routine';
import type { RowError } from '../../../../app/domain/pprof/row-errors';
import { toRoutines } from '../../../analysis/to-routines';
import type {
  ReportEdge,
  ReportRow,
  ReportSummary,
  TopReport,
  TreeReport,
} from '../../../../app/domain/pprof/views/report';
import type { SourceReport } from '../../../../app/domain/pprof/views/source-lines';

const summarize = ({ type, total }: Pick<ReportSummary, 'type' | 'total'>) => ({
  format: 1 as const,
  sampleType: type.type,
  unit: type.unit,
  total,
});

const toRow = ({ name, frame, flat, cum, inlining }: ReportRow) => ({
  name,
  function: frame.name,
  file: frame.file,
  line: frame.line,
  flat,
  cum,
  inlined: inlining,
});

const toEdge = ({ name, weight, isInline }: ReportEdge) => ({ name, weight, inlined: isInline });

/** @param errorsOf standard errors by the name of the row. */
export function toTopDocument(
  report: TopReport,
  errorsOf: ReadonlyMap<string, RowError> | undefined,
): TopDocument {
  const { shown, dropped } = report;
  const rows = report.rows.map((row) => {
    const error = errorsOf?.get(row.name);
    return { ...toRow(row), ...(error && { flatError: error.flat, cumError: error.cum }) };
  });
  return { ...summarize(report), view: 'top', shown, dropped, rows };
}

export function toTreeDocument(view: 'tree' | 'peek', report: TreeReport): TreeDocument {
  const { shown, dropped } = report;
  const rows = report.rows.map((row) => ({
    ...toRow(row),
    callers: row.callers.map(toEdge),
    callees: row.callees.map(toEdge),
  }));
  return { ...summarize(report), view, shown, dropped, rows };
}

/** @param hintsOf decisions of the compiler by file and line. */
export function toLinesDocument(
  report: SourceReport,
  hintsOf?: (file: string, line: number) => readonly CompilerHint[],
): LinesDocument {
  const functions = report.functions.map(({ name, file, flat, cum, lines }) => ({
    name,
    file,
    flat,
    cum,
    lines: lines.map(({ line, flat: own, cum: all }) => ({
      ...{ line, flat: own, cum: all },
      ...(hintsOf && { hints: [...hintsOf(file, line)] }),
    })),
  }));
  return { ...summarize(report), view: 'lines', functions };
}

export const toDisassemblyDocument = (code: Disassembly, binary: string): DisassemblyDocument => ({
  ...summarize(code),
  view: 'disasm',
  binary,
  routines: toRoutines(code),
});
