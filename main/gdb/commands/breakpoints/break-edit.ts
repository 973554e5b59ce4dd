import { tell } from '../reply';

/** `-break-delete`; without ids: all of them. */
export const breakDelete = tell('break-delete', (...ids: readonly string[]) => ids);
/** `-break-enable` */
export const breakEnable = tell('break-enable', (...ids: readonly string[]) => ids);
/** `-break-disable` */
export const breakDisable = tell('break-disable', (...ids: readonly string[]) => ids);
/** `-break-condition`; an empty condition takes the condition away. */
export const breakCondition = tell('break-condition', (id: string, condition: string) =>
  condition === '' ? [id] : [id, condition],
);
/** `-break-after`: passes over so many hits. */
export const breakAfter = tell('break-after', (id: string, count: number) => [id, String(count)]);
