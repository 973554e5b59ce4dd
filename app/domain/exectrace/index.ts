export { analyzeTrace } from './analyze-trace';
export { getGoroutine, getStack, traceTimeOfWall } from './analysis-access';
export { eventNames, eventType, goStatus } from './event-type';
export type { EventBlock, GenerationContext, GenerationTables, TraceSink } from './event-block';
export * from './trace-analysis';
export { formatTraceError, formatTraceWarning } from './trace-error';
export type { TraceError, TraceWarning } from './trace-error';
export { readTraceVersion } from './trace-header';
export { sourceOfBytes, type TraceSource } from './trace-source';
