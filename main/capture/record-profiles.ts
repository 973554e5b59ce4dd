import type { Artefact } from '../../app/contract/manifest';
import type { Result } from '../../app/contract/result';
import { pause } from '../target/pause';
import type { ClientRequest, TargetFailure } from '../target/target-client';
import type { RecordingContext } from './record-target';

/** Heap profile after a forced collection, and goroutines, at each time. @returns heap profiles had. */
export async function recordProfiles(
  context: RecordingContext,
  timesMs: readonly number[],
): Promise<number> {
  let had = 0;
  for (const [i, atMs] of timesMs.entries()) {
    await pause(context.startedAtMs + atMs - Date.now(), context.signal);
    if (context.signal.aborted) break;
    if (await recordHeap(context, i + 1)) had++;
    if (context.signal.aborted) break;
    await recordGoroutines(context, i + 1);
  }
  return had;
}

async function recordHeap(context: RecordingContext, index: number): Promise<boolean> {
  const { client, session } = context;
  const startedAtMs = Date.now();
  const profile = await client.heapProfile({ forceGc: true });
  const endedAtMs = Date.now();
  if (profile.ok) {
    await session.update({ forcedCollections: session.manifest.forcedCollections + 1 });
  }
  // Right after the collection: the floor of the heap, in the runtime's own figures.
  const metrics = await client.metrics();
  const floor = metrics.ok
    ? {
        heapLiveBytes: metrics.value.heapLiveBytes,
        objects: metrics.value.objects,
        goroutines: metrics.value.goroutines,
      }
    : {};
  const saved = await save(context, {
    request: 'heap-profile',
    kind: 'heap-profile',
    path: `profiles/heap-${twoDigits(index)}.pb.gz`,
    index,
    startedAtMs,
    endedAtMs,
    reply: profile,
    facts: { forcedGc: true, ...floor },
  });
  if (saved) context.onEvent({ kind: 'profile', atMs: endedAtMs, index });
  return saved;
}

async function recordGoroutines(context: RecordingContext, index: number): Promise<void> {
  const { client } = context;
  for (const request of ['goroutine-profile', 'goroutine-text'] as const) {
    const startedAtMs = Date.now();
    const isText = request === 'goroutine-text';
    const reply = await (isText ? client.goroutineText() : client.goroutineProfile());
    const path = `profiles/goroutine-${twoDigits(index)}.${isText ? 'txt' : 'pb.gz'}`;
    const endedAtMs = Date.now();
    const facts = {};
    await save(context, {
      request,
      kind: request,
      path,
      index,
      startedAtMs,
      endedAtMs,
      reply,
      facts,
    });
    if (context.signal.aborted) return;
  }
}

async function save(
  context: RecordingContext,
  item: {
    readonly request: ClientRequest;
    readonly kind: Artefact['kind'];
    readonly path: string;
    /** From 1. */
    readonly index: number;
    readonly startedAtMs: number;
    readonly endedAtMs: number;
    readonly reply: Result<Uint8Array, TargetFailure>;
    readonly facts: Artefact['facts'];
  },
): Promise<boolean> {
  if (!item.reply.ok) {
    context.onFailure(item.reply.error);
    return false;
  }
  const { kind, path, startedAtMs, endedAtMs } = item;
  const atSeconds = (endedAtMs - context.startedAtMs) / 1000;
  const facts = { ...item.facts, index: item.index, atSeconds };
  const command = context.client.commandFor(item.request);
  const saved = await context.session.writeArtefact(
    { path, kind, startedAtMs, endedAtMs, command, facts },
    item.reply.value,
  );
  if (!saved.ok) context.onFailure(saved.error);
  return saved.ok;
}

const twoDigits = (n: number) => String(n).padStart(2, '0');
