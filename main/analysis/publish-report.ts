import type { Failure } from '../../app/contract/failure';
import type { Finding, Findings } from '../../app/contract/findings';
import type { Language } from '../../app/contract/language';
import { ok, type Result } from '../../app/contract/result';
import { placeKey } from '../../app/domain/verdict/places';
import { callTree } from '../../app/domain/pprof/call-tree';
import { findSampleType } from '../../app/domain/pprof/sample-type';
import { stackSeries } from '../../app/domain/pprof/stack-series';
import { toDiffTable } from '../../app/domain/report/diff-table';
import { toFlamePicture } from '../../app/domain/report/flame-picture';
import type { FindingPictures, StripPicture } from '../../app/domain/report/report-pictures';
import { baseName } from '../../app/domain/format/format';
import { writeReport } from '../report/write-report';
import { artefactsOf } from './bundle-files';
import { computeFindings } from './judge-bundle';
import type { OpenBundle } from './open-bundle';

/** Derives the findings of a session folder and writes findings.json and report.html into it. */
export async function publishReport(
  bundle: OpenBundle,
  language: Language,
): Promise<Result<Findings, Failure>> {
  const findings = computeFindings(bundle, language);
  const pictures = Object.fromEntries(
    findings.findings.map((finding) => [finding.id, drawFinding(bundle, finding)]),
  );
  const written = await writeReport(bundle.dir, findings, pictures, { language });
  return written.ok ? ok(findings) : written;
}

function drawFinding(bundle: OpenBundle, finding: Finding): FindingPictures {
  return {
    ...(finding.kind === 'memory-leak' ? drawGrowth(bundle) : {}),
    ...drawStrip(bundle, finding),
  };
}

function drawGrowth(bundle: OpenBundle): FindingPictures {
  const profiles = bundle.heapProfiles();
  const first = profiles[0];
  const last = profiles[profiles.length - 1];
  if (!first || !last || first === last) return {};
  const sampleType = findSampleType(last.profile, 'inuse_space');
  if (!sampleType.ok) return {};
  const tree = callTree(
    last.profile,
    { sampleType: sampleType.value, granularity: 'lines' },
    first.profile,
  );
  const [from, to] = [0, profiles.length - 1].map((i) =>
    baseName(artefactsOf(bundle.manifest, 'heap-profile')[i]?.path ?? ''),
  );
  const flame = toFlamePicture(tree, { caption: `${to} − ${from}, inuse_space` });
  const series = stackSeries(profiles, { sampleType: sampleType.value });
  if (!series.ok) return { flame };
  return {
    flame,
    diff: toDiffTable(series.value, (frame) => bundle.isUserFunction(frame.function)),
  };
}

function drawStrip(bundle: OpenBundle, finding: Finding): FindingPictures {
  const trace = bundle.trace();
  if (!trace.ok) return {};
  const { duration, heap, gc, groups } = trace.value;
  const ms = (ns: number) => ns / 1e6;
  const pairs = (at: Float64Array, value: Float64Array) =>
    Array.from(at, (ns, i) => [ms(ns), value[i]!] as const);
  const created = finding.goroutines?.createdBy;
  const functions = new Set(finding.allocation?.stack.map((frame) => frame.function));
  const shown = groups.filter(
    (group) =>
      !group.agent &&
      !group.system &&
      (created
        ? group.createdBy && placeKey(group.createdBy) === placeKey(created)
        : group.creationStack.length > 0 && functions.has(group.startFunction)),
  );
  const strip: StripPicture = {
    spanMs: ms(duration),
    heap: pairs(heap.alloc.at, heap.alloc.value),
    floor: pairs(heap.floor.at, heap.floor.value),
    gcsMs: Array.from(
      gc.end.filter((ns) => !Number.isNaN(ns)),
      ms,
    ),
    lanes: shown.flatMap((group) =>
      group.strips.map(({ goid, createdAt, endedAt, running }) => ({
        label: `G${goid} ${group.startFunction}`,
        createdAtMs: createdAt === undefined ? undefined : ms(createdAt),
        endedAtMs: endedAt === undefined ? undefined : ms(endedAt),
        running: Array.from(
          { length: running.length / 2 },
          (_, i) => [ms(running[2 * i]!), ms(running[2 * i + 1]!)] as const,
        ),
      })),
    ),
    goroutines: shown.reduce((sum, group) => sum + group.alive, 0),
    caption: `${baseName(artefactsOf(bundle.manifest, 'trace')[0]?.path ?? 'trace')}, ${(duration / 1e9).toFixed(1)} s`,
  };
  return { strip };
}
