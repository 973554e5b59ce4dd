import { app } from './en/app';
import { debugging } from './en/debugger';
import { investigation } from './en/investigation';
import { layout } from './en/layout';
import { memory } from './en/memory';
import { profile } from './en/profile';
import { trace } from './en/trace';
import { traceSummary } from './en/trace-summary';

/** English. The shape of this object is the shape every language must have. */
export const en = {
  ...app,
  ...investigation,
  ...profile,
  ...trace,
  ...traceSummary,
  ...memory,
  ...debugging,
  ...layout,
};
