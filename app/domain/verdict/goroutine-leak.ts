import type { Finding, Join, Leg, Refuted } from '../../contract/findings';
import type { Frame } from '../../contract/frame';
import type { Evidence, GoroutineGroup, MemoryGoroutine, TraceGroup } from './evidence';
import { computeTrend, type Trend } from './growth';
import { placeKey } from './places';
import { findDoubt } from './suspicion';
import type { VerdictTexts } from './texts';

/** A group smaller than this is neither accused of growth nor worth an acquittal. */
const leastGrowth = 3;
const leastAcquitted = 8;
/** When fewer than this part of them last from profile to profile, they come and go. */
const lastingShare = 0.5;
/** Joined by goid: this part of the profile's goroutines must be found waiting in memory. */
const joinedShare = 0.9;

const noFrame: Frame = { function: 'unknown', file: '', line: 0 };

type Say = VerdictTexts['goroutine'];

export interface GoroutineVerdict {
  readonly findings: readonly Omit<Finding, 'id'>[];
  readonly refuted: readonly Refuted[];
}

/** One group of goroutines as each leg knows it. */
interface Suspect {
  readonly group: GoroutineGroup;
  readonly trend: Trend;
  readonly traced: TraceGroup | undefined;
  readonly inMemory: readonly MemoryGoroutine[];
  /** Goroutines of the group that no one who can still run can wake. */
  readonly stuck: readonly MemoryGoroutine[];
}

/**
 * Confirmed needs a group that grows (profiles) or is proven stuck (memory), of which next to none ends (trace),
 * found waiting at the same place by goid (memory).
 */
export function judgeGoroutines(evidence: Evidence, say: Say): GoroutineVerdict {
  const findings: Omit<Finding, 'id'>[] = [];
  const acquitted: Suspect[] = [];
  /** Creation lines of those accused: their youngest, on the way to where they will wait, are no other group. */
  const accused = new Set<string>();
  for (const suspect of mergeSteady(suspects(evidence))) {
    const grows = suspect.trend.kind === 'grows';
    const passes = comesAndGoes(suspect);
    if ((grows || isProven(suspect)) && !passes) {
      findings.push(accuse(suspect, evidence, say));
      accused.add(originOf(suspect));
    } else if (suspect.trend.last >= leastAcquitted || grows) {
      acquitted.push(suspect);
    }
  }
  const refuted = acquitted
    .filter((suspect) => !accused.has(originOf(suspect)))
    .map((suspect) => acquit(suspect, comesAndGoes(suspect), say));
  findings.sort((a, b) => (b.goroutines?.count ?? 0) - (a.goroutines?.count ?? 0));
  return { findings, refuted };
}

/** By reachability in the snapshot, or by the runtime's own leak profile. */
const isProven = ({ stuck, group }: Suspect) => stuck.length > 0 || (group.leaked?.length ?? 0) > 0;

const originOf = ({ group }: Suspect) =>
  `${group.function} ${group.createdBy ? placeKey(group.createdBy) : ''}`;

function suspects({ allocation, time, memory }: Evidence): Suspect[] {
  const traced = new Map<string, TraceGroup>();
  for (const group of time.present ? time.groups : []) {
    if (group.createdBy) traced.set(placeKey(group.createdBy), group);
  }
  const byGoid = new Map(memory.present ? memory.goroutines.map((g) => [g.goid, g]) : []);
  return (allocation.present ? allocation.groups : []).map((group) => {
    const inMemory = group.goids.flatMap((goid) => byGoid.get(goid) ?? []);
    return {
      group,
      trend: computeTrend(group.counts, 'goroutines', leastGrowth),
      traced: group.createdBy && traced.get(placeKey(group.createdBy)),
      inMemory,
      // One that has moved on since the profile says nothing about where the group waits.
      stuck: inMemory.filter(
        (goroutine) => goroutine.provenStuck && goroutine.reason === group.reason,
      ),
    };
  });
}

/** Eight workers that wait at one line for ever are one finding, not eight. */
function mergeSteady(list: readonly Suspect[]): Suspect[] {
  const merged = new Map<string, Suspect>();
  list.forEach((suspect, i) => {
    const { blockedAt, reason } = suspect.group;
    const steady = suspect.trend.kind === 'flat' && isProven(suspect) && blockedAt;
    const key = steady ? `${placeKey(blockedAt)} ${reason}` : `#${i}`;
    const before = merged.get(key);
    merged.set(key, before ? mergeTwo(before, suspect) : suspect);
  });
  return [...merged.values()];
}

function mergeTwo(a: Suspect, b: Suspect): Suspect {
  const counts = {
    atSeconds: a.group.counts.atSeconds,
    values: a.group.counts.values.map((count, i) => count + (b.group.counts.values[i] ?? 0)),
  };
  return {
    group: {
      ...a.group,
      // What they share is where they wait.
      function: a.group.blockedAt?.function ?? a.group.function,
      counts,
      goids: [...a.group.goids, ...b.group.goids],
      ...(a.group.leaked && { leaked: [...a.group.leaked, ...(b.group.leaked ?? [])] }),
      survival: Math.min(a.group.survival, b.group.survival),
    },
    trend: computeTrend(counts, 'goroutines', leastGrowth),
    traced: a.traced ?? b.traced,
    inMemory: [...a.inMemory, ...b.inMemory],
    stuck: [...a.stuck, ...b.stuck],
  };
}

/** A steady stream that comes and goes is traffic, not a leak. */
const comesAndGoes = ({ group }: Suspect) => group.survival < lastingShare;

function accuse(suspect: Suspect, evidence: Evidence, say: Say): Omit<Finding, 'id'> {
  const { group, trend, inMemory, stuck } = suspect;
  const legs = {
    allocation: profileLeg(suspect, evidence, say),
    time: timeLeg(suspect, evidence, say),
    memory: memoryLeg(suspect, evidence, say),
  };
  const contradictions = Object.values(legs)
    .filter((leg) => leg.stance === 'contradicts')
    .map((leg) => leg.says);
  const agree = Object.values(legs).every((leg) => leg.stance === 'supports');
  const grows = trend.kind === 'grows';
  const remedy = say.remedy(group);
  return {
    kind: 'goroutine-leak',
    verdict: agree && (grows || isProven(suspect)) ? 'confirmed' : 'inconclusive',
    sentence: say.sentence(group, trend),
    detail: say.detail(group, stuck.length, inMemory, findDoubt(inMemory)),
    ...(trend.growth && grows ? { growth: trend.growth } : {}),
    goroutines: {
      count: trend.last,
      createdBy: group.createdBy ?? noFrame,
      function: group.function,
      blockedOn: group.reason,
      blockedAt: group.blockedAt ?? noFrame,
      provenStuck: stuck.length,
      goids: group.goids.slice(0, 100),
    },
    legs,
    joins: joins(suspect, evidence, say),
    contradictions,
    missing: missing(evidence),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

function profileLeg(suspect: Suspect, { allocation }: Evidence, say: Say): Leg {
  if (!allocation.present) return absent(allocation.failure.message);
  const { group, trend } = suspect;
  const supports = trend.kind === 'grows' || isProven(suspect);
  const marked = group.leaked && say.leakProfile(group.leaked.length, group.goids.length);
  return {
    stance: supports ? 'supports' : 'contradicts',
    says: [say.profile(group, trend), marked].filter(Boolean).join(' '),
    artefacts: [...allocation.artefacts],
  };
}

function timeLeg(suspect: Suspect, { time }: Evidence, say: Say): Leg {
  if (!time.present) return absent(time.failure.message);
  const { traced, trend } = suspect;
  const artefacts = [...time.artefacts];
  if (!traced) {
    // Older than the trace and silent all through it: never ran, never ended.
    const stance = trend.kind === 'grows' ? 'silent' : 'supports';
    return { stance, says: say.untraced(time.seconds), artefacts };
  }
  const stance = traced.created === 0 || traced.ended < traced.created ? 'supports' : 'contradicts';
  return { stance, says: say.time(traced, time.seconds), artefacts };
}

function memoryLeg({ group, inMemory, stuck }: Suspect, { memory }: Evidence, say: Say): Leg {
  if (!memory.present) return absent(memory.failure.message);
  const artefacts = [...memory.artefacts];
  const waiting = inMemory.filter((goroutine) => goroutine.waiting).length;
  const says = say.memory(group, waiting, stuck.length, inMemory, findDoubt(inMemory));
  // Goroutines that ended between the last profile and the snapshot were not stuck after all.
  const stance = waiting >= joinedShare * group.goids.length ? 'supports' : 'contradicts';
  return { stance, says, artefacts };
}

function joins(
  { group, inMemory, traced, stuck }: Suspect,
  { time, memory }: Evidence,
  say: Say,
): Join[] {
  const list: Join[] = [];
  const of = group.goids.length;
  if (memory.present) {
    const matched = inMemory.filter((goroutine) => goroutine.waiting).length;
    const says = say.goidJoin(matched, of, group);
    list.push({ between: ['allocation', 'memory'], matched, of, says });
  }
  if (memory.present && group.leaked) {
    const marked = new Set(group.leaked);
    const matched = stuck.filter(({ goid }) => marked.has(goid)).length;
    const says = say.proofsJoin(matched, marked.size, stuck.length);
    // Two proofs by two means: the runtime's collector, and reachability in the copied memory.
    list.push({
      between: ['allocation', 'memory'],
      matched,
      of: Math.max(marked.size, stuck.length),
      says,
    });
  }
  if (time.present && memory.present && traced) {
    const alive = new Set(traced.goids);
    const matched = inMemory.filter((goroutine) => alive.has(goroutine.goid)).length;
    const says =
      stuck.length > 0 ? say.stuckJoin(stuck.length, inMemory.length) : say.traceJoin(matched);
    list.push({
      between: ['time', 'memory'],
      matched: stuck.length > 0 ? stuck.length : matched,
      of: stuck.length > 0 ? inMemory.length : alive.size,
      says,
    });
  }
  return list;
}

const missing = ({ allocation, time, memory }: Evidence) =>
  [allocation, time, memory].flatMap((leg) =>
    leg.present ? [] : [[leg.failure.message, leg.failure.remedy].filter(Boolean).join(' ')],
  );

const absent = (says: string): Leg => ({ stance: 'silent', says, artefacts: [] });

function acquit({ group, trend, traced }: Suspect, passes: boolean, say: Say): Refuted {
  const legs: Refuted['legs'] = passes && traced ? ['allocation', 'time'] : ['allocation'];
  const reason = passes ? say.traffic(group, traced) : say.steady(group, trend);
  return { kind: 'goroutine-leak', subject: group.function, reason, legs };
}
