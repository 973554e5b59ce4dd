export { computeTraceSummary } from './compute-trace-summary';
export { diffTraces, toRun } from './diff-traces';
export { formatDiff, type Paint } from './format-diff';
export { parseGate, type Gate } from './gate';
export { judgeGates } from './judge-gates';
export { formatJunit } from './junit';
export { findMetric, metricsOf, tableNames, type Metric, type TableName } from './metrics';
export { toSarif } from './sarif';
export type { SummaryRow, TraceSummary } from './trace-summary';
