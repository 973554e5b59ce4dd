import type { HeapGraph } from '../heap-graph';
import type { Layouts } from '../layouts';
import type { Specials } from '../specials';
import type { StackRoots } from '../stack-roots';
import type { RuntimeImage } from '../stack-roots/runtime-image';
import { Explanations } from './alive-because';
import type { GroupedWait } from './group-waits';
import { proveStuck } from './prove';
import { readTimersInFlight } from './timers-in-flight';
import { findNeighbourEdges } from './tiny-blocks';
import { WaitAges } from './wait-age';
import { readWaits, type Wait } from './wait';
import { describeTarget } from './wait-target';

export { groupWaits, type GroupedWait } from './group-waits';

/** Which goroutines of a snapshot can never run again, and what all of them wait for. */
export interface Leaks {
  /** One a goroutine of the stack roots: 1 when proven. */
  readonly stuck: Uint8Array;
  readonly waits: readonly Wait[];
  /** Milliseconds, since a collection first saw it wait. */
  waitedMs(g: number): number | undefined;
  /** For questions about the goroutine at `index` of the stack roots. */
  explain(index: number): GroupedWait;
}

/**
 * @param isComplete all that the collector would look at was copied and understood; without that nothing is proven.
 */
export function findLeaks(
  image: RuntimeImage,
  layouts: Layouts,
  graph: HeapGraph,
  stackRoots: StackRoots,
  specials: Specials,
  isComplete: boolean,
): Leaks {
  const { goroutines } = stackRoots;
  const waits = readWaits(image, graph, goroutines);
  const looseWords = readTimersInFlight(image);
  const semaphores = waits.of.flatMap(({ kind, targets }) => (kind === 'semaphore' ? targets : []));
  const idleEdges = findNeighbourEdges(image, graph, semaphores);
  const proof = proveStuck({ graph, goroutines, waits, specials, looseWords, idleEdges });
  const explanations = new Explanations(graph, proof);
  const ages = new WaitAges(image, layouts);
  const describe = ({ kind, targets }: Wait) =>
    targets.map((address) => describeTarget(image, graph, kind, address));
  return {
    stuck: isComplete ? proof.stuck : new Uint8Array(goroutines.length),
    waits: waits.of,
    waitedMs: (g) => ages.of(g),
    explain: (index) => {
      const wait = waits.of[index]!;
      return {
        targets: wait.targets,
        describe: () => describe(wait),
        because: () => explanations.because(index, wait, describe(wait)),
        holder: () => explanations.holderOf(wait),
      };
    },
  };
}
