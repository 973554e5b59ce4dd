import type { Finding, Join, Leg, Refuted } from '../../contract/findings';
import type { AllocationSite, Evidence, HolderEvidence, SampledStack, Series } from './evidence';
import { computeTrend, type Trend } from './growth';
import { replaced, type Turnover } from './kept';
import { findUserFrame, placeKey } from './places';
import type { VerdictTexts } from './texts';

/** Growth smaller than this over a whole recording is not worth a finding. */
const leastGrowthBytes = 256 * 1024;
/** A line without a known holder must have this part of the heap… */
const leastOrphanShare = 0.05;
/** …and one of a library, with no user code above it, must have grown by this besides. */
const leastForeignBytes = 1024 * 1024;
/** The join holds when this part of the sampled objects carries the stack. */
const joinedShare = 0.5;
const leastJoined = 3;
/** A rise of this part of what the profiles foretell agrees with them. */
const agreement = 0.3;
/** A holder below this part of the heap is not accused of the growth (Eclipse MAT's rule). */
const leastHolderShare = 0.1;

/** Standard errors of a difference that a rise must exceed where entries are replaced all the time. */
const leastErrors = 3;

type Say = VerdictTexts['memory'];

export interface MemoryVerdict {
  readonly findings: readonly Omit<Finding, 'id'>[];
  readonly refuted: readonly Refuted[];
}

/** A holder, the line that allocates for it, and how that line behaves. */
interface Suspect {
  readonly holder: HolderEvidence | undefined;
  readonly site: AllocationSite | undefined;
  /** All lines that feed the holder. */
  readonly whole: Turnover;
  /** Of `whole`. */
  readonly trend: Trend;
  /** Sampled objects under the holder that `site` allocated, and all sampled ones there. */
  readonly matched: number;
  readonly of: number;
  /** Sampled objects of all lines that feed the holder. */
  readonly fed: number;
}

/**
 * Who grows, who keeps it, and do they join? Confirmed needs growth (allocation), a holder (memory), the exact
 * join between them, and a trace that does not object.
 */
export function judgeMemory(evidence: Evidence, say: Say): MemoryVerdict {
  const suspects = pairSuspects(evidence);
  const findings: Omit<Finding, 'id'>[] = [];
  const refuted: Refuted[] = [];
  for (const suspect of suspects) {
    if (suspect.trend.kind === 'grows') findings.push(accuse(suspect, evidence, say));
    else if (suspect.holder) refuted.push(...acquit(suspect, say));
    else if (suspect.trend.kind === 'levels-off') refuted.push(...acquit(suspect, say));
  }
  const weight = { confirmed: 0, inconclusive: 1, refuted: 2 };
  findings.sort(
    (a, b) =>
      weight[a.verdict] - weight[b.verdict] ||
      (b.growth?.perSecond ?? 0) - (a.growth?.perSecond ?? 0),
  );
  return { findings, refuted };
}

function pairSuspects(evidence: Evidence): Suspect[] {
  const { allocation, memory, isUserFunction } = evidence;
  const sites = new Map(allocation.present ? allocation.sites.map((site) => [site.key, site]) : []);
  const used = new Set<string>();
  const suspects: Suspect[] = [];
  const everywhere = memory.present ? bySite(memory.sampled, isUserFunction) : new Map();
  for (const holder of memory.present && memory.trusted ? memory.holders : []) {
    const below = bySite(holder.sampled, isUserFunction);
    // A line whose objects mostly live elsewhere does not tell how this holder grows.
    const feeding = [...below].flatMap(([key, { objects, bytes }]) => {
      const site = sites.get(key);
      const mostlyHere = (everywhere.get(key)?.bytes ?? 0) <= 2 * bytes;
      return site && mostlyHere ? [{ site, objects }] : [];
    });
    feeding.sort((a, b) => rise(b.site.inUse.values) - rise(a.site.inUse.values));
    for (const { site } of feeding) used.add(site.key);
    const whole = addUp(feeding.map(({ site }) => site));
    suspects.push({
      holder,
      site: feeding[0]?.site,
      whole,
      trend: trendOf(whole, Math.hypot(...feeding.map(({ site }) => site.standardError ?? 0))),
      matched: feeding[0]?.objects ?? 0,
      of: sum(holder.sampled.map((stack) => stack.objects)),
      fed: sum(feeding.map(({ objects }) => objects)),
    });
  }
  const total = allocation.present ? last(allocation.total.values) : 0;
  for (const site of sites.values()) {
    if (used.has(site.key) || last(site.inUse.values) < leastOrphanShare * total) continue;
    if (!site.isUser && rise(site.inUse.values) < leastForeignBytes) continue;
    suspects.push({
      holder: undefined,
      site,
      whole: site,
      trend: trendOf(site, site.standardError ?? 0),
      matched: 0,
      of: 0,
      fed: 0,
    });
  }
  return suspects;
}

/** The lines as one: a map's own arrays grow by steps, its entries evenly. */
function addUp(sites: readonly AllocationSite[]): Turnover {
  const add = (column: 'inUse' | 'allocated'): Series => ({
    atSeconds: sites[0]?.[column].atSeconds ?? [],
    values: (sites[0]?.[column].values ?? []).map((_, i) =>
      sum(sites.map((site) => site[column].values[i] ?? 0)),
    ),
  });
  return { inUse: add('inUse'), allocated: add('allocated') };
}

/** @param standardError of the last value in use, bytes. */
function trendOf(whole: Turnover, standardError: number): Trend {
  const trend = computeTrend(whole.inUse, 'bytes', leastGrowthBytes);
  // What comes and stays is sampled once. What is replaced is sampled anew: each profile errs for itself.
  const isReplaced = replaced(whole) > trend.last;
  const error = leastErrors * Math.SQRT2 * standardError;
  const isWithin = trend.kind === 'grows' && isReplaced && trend.last - trend.first < error;
  return isWithin ? { ...trend, kind: 'within-error' } : trend;
}

function bySite(stacks: readonly SampledStack[], isUserFunction: (name: string) => boolean) {
  const sites = new Map<string, { objects: number; bytes: number }>();
  for (const { frames, objects, bytes } of stacks) {
    const frame = findUserFrame(frames, isUserFunction);
    if (!frame) continue;
    const entry = sites.get(placeKey(frame)) ?? { objects: 0, bytes: 0 };
    entry.objects += objects;
    entry.bytes += bytes;
    sites.set(placeKey(frame), entry);
  }
  return sites;
}

function accuse(suspect: Suspect, evidence: Evidence, say: Say): Omit<Finding, 'id'> {
  const { holder, site, of, fed } = suspect;
  const growth = suspect.trend.growth!;
  const legs = {
    allocation: allocationLeg(suspect, evidence, say),
    time: timeLeg(suspect, evidence, say),
    memory: memoryLeg(suspect, evidence, say),
  };
  const joined = fed >= leastJoined && fed >= joinedShare * of;
  const held = holder !== undefined && holder.holder.share >= leastHolderShare;
  const contradictions = Object.values(legs)
    .filter((leg) => leg.stance === 'contradicts')
    .map((leg) => leg.says);
  const remedy = say.remedy(holder);
  const confirmed =
    joined && held && legs.time.stance === 'supports' && contradictions.length === 0;
  return {
    kind: 'memory-leak',
    verdict: confirmed ? 'confirmed' : 'inconclusive',
    sentence: say.sentence(holder, site!, growth),
    detail: say.detail(holder, site!),
    ...(holder ? { holder: holder.holder } : {}),
    allocation: {
      function: site!.frame.function,
      file: site!.frame.file,
      line: site!.frame.line,
      stack: [...site!.stack],
      bytes: suspect.trend.last,
      ...(site!.standardError !== undefined && { standardErrorBytes: site!.standardError }),
    },
    growth,
    ...(holder?.aliasing
      ? { aliasing: { ...holder.aliasing, says: say.aliasing(holder.aliasing) } }
      : {}),
    legs,
    joins: joins(suspect, evidence, say),
    contradictions,
    missing: missing(suspect, evidence, { joined, held }, say),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

function allocationLeg(suspect: Suspect, { allocation }: Evidence, say: Say): Leg {
  if (!allocation.present) return absent(allocation.failure.message);
  const { site, trend } = suspect;
  return {
    stance: 'supports',
    says: say.allocation(site!, trend.growth!, trend, allocation.isCollected !== false),
    artefacts: [...allocation.artefacts],
  };
}

function timeLeg({ site, trend }: Suspect, { time }: Evidence, say: Say): Leg {
  if (!time.present) return absent(time.failure.message);
  const artefacts = [...time.artefacts];
  const live = computeTrend(time.live, 'bytes', leastGrowthBytes);
  const functions = new Set(site?.stack.map((frame) => frame.function));
  const workers = time.groups.filter((group) => functions.has(group.function));
  const says = say.time(time.floor, live, workers, time.seconds);
  const perSecond = trend.growth?.perSecond ?? 0;
  const floorAgrees = agrees(time.floor, perSecond);
  if (floorAgrees === false || live.kind === 'falls' || live.kind === 'levels-off') {
    return { stance: 'contradicts', says, artefacts };
  }
  const rises = floorAgrees === true || live.kind === 'grows';
  return { stance: rises ? 'supports' : 'silent', says, artefacts };
}

/**
 * Does a series that was measured otherwise rise as fast as the suspect? False when it falls as fast; undefined when it
 * is too short or in between: a window of a few seconds cannot pass a rank test of its own.
 */
function agrees({ atSeconds, values }: Series, perSecond: number): boolean | undefined {
  if (values.length < 2) return undefined;
  const expected = perSecond * (last(atSeconds) - atSeconds[0]!);
  const rise = last(values) - values[0]!;
  if (rise >= agreement * expected) return true;
  return rise <= -agreement * expected ? false : undefined;
}

function memoryLeg({ holder }: Suspect, { memory }: Evidence, say: Say): Leg {
  if (!memory.present) return absent(memory.failure.message);
  const artefacts = [...memory.artefacts];
  if (!memory.trusted) return { stance: 'silent', says: say.distrusted(memory), artefacts };
  if (!holder) return { stance: 'silent', says: say.noHolder, artefacts };
  return { stance: 'supports', says: say.memory(holder.holder), artefacts };
}

function joins({ holder, site, matched, of }: Suspect, { time }: Evidence, say: Say): Join[] {
  const list: Join[] = [];
  if (holder && site) {
    const says = say.exactJoin(matched, of, holder.holder.root, site);
    list.push({ between: ['allocation', 'memory'], matched, of, says });
  }
  if (time.present && site) {
    const functions = new Set(site.stack.map((frame) => frame.function));
    const group = time.groups.find((g) => g.created > 0 && functions.has(g.function));
    if (group) {
      const says = say.makerJoin(group);
      list.push({
        between: ['allocation', 'time'],
        matched: group.created,
        of: group.created,
        says,
      });
    }
  }
  return list;
}

function missing(
  { holder, of }: Suspect,
  { allocation, time, memory }: Evidence,
  { joined, held }: { readonly joined: boolean; readonly held: boolean },
  say: Say,
): string[] {
  const list: string[] = [];
  for (const leg of [allocation, time, memory]) {
    if (!leg.present)
      list.push([leg.failure.message, leg.failure.remedy].filter(Boolean).join(' '));
  }
  if (memory.present && !memory.trusted) list.push(say.distrusted(memory));
  if (holder && !held) list.push(say.smallHolder(holder.holder));
  if (holder && !joined) list.push(say.weakJoin(of));
  if (memory.present && memory.trusted && !holder) list.push(say.noHolder);
  return list;
}

const absent = (says: string): Leg => ({ stance: 'silent', says, artefacts: [] });

function acquit({ holder, site, whole, trend }: Suspect, say: Say): Refuted[] {
  if (!site || trend.kind === 'unknown' || trend.kind === 'grows') return [];
  const subject = holder ? holder.holder.root : placeKey(site.frame);
  const reason = say.acquittal(trend, holder, whole);
  const legs: Refuted['legs'] = holder ? ['allocation', 'memory'] : ['allocation'];
  return [{ kind: 'memory-leak', subject, reason, legs }];
}

const rise = (values: readonly number[]) => last(values) - (values[0] ?? 0);
const last = (values: readonly number[]) => values[values.length - 1] ?? 0;
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
