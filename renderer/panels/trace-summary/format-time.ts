import { formatMs } from '../../../app/domain/format/format';

/** A length of time, as the command line writes it. */
export const formatNs = (ns: number): string => formatMs(ns / 1e6);

/** The same at an axis, where `1.0 s` is `1 s`. */
export const formatTick = (ns: number): string =>
  ns === 0 ? '0' : formatNs(ns).replace(/\.0(?= )/, '');
