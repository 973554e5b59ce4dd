import type { Verb } from '../../verbs';
import { sourceOptions } from './profile-options';
export const flame: Verb = {
  options: { ...sourceOptions, output: { type: 'string', short: 'o' } },
  positionals: ['FILE'],
  run: () => Promise.resolve({ usage: 'not yet' }),
};
