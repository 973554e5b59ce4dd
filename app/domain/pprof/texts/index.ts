import type { Language } from '../../../contract/language';
import { kindsEn } from './kinds.en';
import { kindsZh } from './kinds.zh';

/** What profiles and their values mean, by language. */
export const kindTexts: Readonly<Record<Language, typeof kindsEn>> = { en: kindsEn, zh: kindsZh };
