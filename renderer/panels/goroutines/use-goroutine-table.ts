import { useEffect, useState } from 'react';
import type { Failure } from '../../../app/contract/failure';
import type { GoroutineViewInput } from '../../../app/contract/goroutines';
import type { Output } from '../../../app/contract/ipc';
import { useReply, type Loaded } from '../../store/replies';

/** One arrangement, of the table that is there at once or of the one that has the object graph. */
export interface ShownTable {
  readonly view: GoroutineViewInput;
  readonly withGraph: boolean;
  readonly opened: Output<'goroutine.open'>;
}

export interface GoroutineTable {
  /** What profile and trace say, then what the memory snapshot adds. While another view is arranged, the one before. */
  readonly shown: ShownTable | undefined;
  /** The object graph is still being built. */
  readonly awaitsGraph: boolean;
  /** Why there is no table. */
  readonly failure: Failure | undefined;
  /** Why the memory leg adds nothing. */
  readonly graphFailure: Failure | undefined;
}

/** Asks for the table that is quick, and beside it for the one that has to wait for the memory snapshot's graph. */
export function useGoroutineTable(bundle: string, view: GoroutineViewInput): GoroutineTable {
  const [isJoined, setJoined] = useState(false);
  const quick = useReply('goroutine.open', isJoined ? undefined : { bundle, view });
  const isAwaited = quick.state === 'ready' && quick.value.memory.kind === 'awaited';
  const full = useReply(
    'goroutine.open',
    isJoined || isAwaited ? { bundle, view, withGraph: true } : undefined,
  );
  // A table that blinks cannot be read.
  const [shown, setShown] = useState<ShownTable>();
  const joined =
    full.state === 'ready' && full.value.memory.kind === 'joined' ? full.value : undefined;
  const opened = joined ?? (quick.state === 'ready' ? quick.value : undefined);
  useEffect(() => {
    if (joined !== undefined) setJoined(true);
    if (opened !== undefined) setShown({ view, withGraph: joined !== undefined, opened });
  }, [joined, opened, view]);
  return {
    shown,
    awaitsGraph: !isJoined && full.state === 'loading',
    failure: quick.state === 'failed' ? quick.failure : undefined,
    graphFailure: failureOf(full),
  };
}

function failureOf(full: Loaded<Output<'goroutine.open'>>): Failure | undefined {
  if (full.state === 'failed') return full.failure;
  if (full.state !== 'ready' || full.value.memory.kind !== 'failed') return undefined;
  return full.value.memory.failure;
}
