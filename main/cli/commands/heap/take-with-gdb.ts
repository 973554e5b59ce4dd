import type { Failure, FailureCode } from '../../../../app/contract/failure';
import type { Result } from '../../../../app/contract/result';
import {
  takeSnapshot,
  type SnapshotOutcome,
  type SnapshotRequest,
  type SnapshotSource,
} from '../../../capture/snapshot';
import { findGdb, guessGdb } from '../../../toolchain/find-gdb';

type Wish = Omit<SnapshotRequest, 'gdbPath' | keyof SnapshotSource> & SnapshotSource;

/** Takes a snapshot with the GDB that is most likely the right one; its version is asked only when it fails. */
export async function takeWithGdb(wish: Wish): Promise<Result<SnapshotOutcome, Failure>> {
  const guessed = await guessGdb();
  const taken =
    guessed === undefined ? undefined : await takeSnapshot({ ...wish, gdbPath: guessed });
  if (taken !== undefined && (taken.ok || !isOfGdb(taken.error.code))) return taken;
  // There may be a newer one further on, or it is told what is wrong with this one.
  const gdb = await findGdb();
  if (!gdb.ok) return gdb;
  if (taken !== undefined && gdb.value.path === guessed) return taken;
  return takeSnapshot({ ...wish, gdbPath: gdb.value.path });
}

const isOfGdb = (code: FailureCode) =>
  code === 'gdb-not-found' || code === 'gdb-too-old' || code === 'gdb-failed';
