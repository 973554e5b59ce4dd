import type { Language } from '../../../contract/language';
import { goroutineEn } from './goroutine.en';
import { goroutineZh } from './goroutine.zh';
import { memoryEn } from './memory.en';
import { memoryZh } from './memory.zh';
import { summaryEn, summaryZh } from './summary';

/** Every sentence of a verdict, by language. Names, places and units stay as they are. */
export const verdictTexts = {
  en: { memory: memoryEn, goroutine: goroutineEn, summary: summaryEn },
  zh: { memory: memoryZh, goroutine: goroutineZh, summary: summaryZh },
} as const satisfies Record<Language, unknown>;

export type VerdictTexts = (typeof verdictTexts)[Language];
