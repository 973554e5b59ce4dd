export { ValueReader } from './value-reader';
export { lineLimits, type TextLimits } from './format-value';
export type { Place } from './place';
