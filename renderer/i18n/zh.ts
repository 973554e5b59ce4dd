import type { en } from './en';
import { app } from './zh/app';
import { debugging } from './zh/debugger';
import { investigation } from './zh/investigation';
import { layout } from './zh/layout';
import { memory } from './zh/memory';
import { profile } from './zh/profile';
import { trace } from './zh/trace';
import { traceSummary } from './zh/trace-summary';

/** 简体中文。Go、pprof 与 GDB 的术语保留原文。 */
export const zh: typeof en = {
  ...app,
  ...investigation,
  ...profile,
  ...trace,
  ...traceSummary,
  ...memory,
  ...debugging,
  ...layout,
};
