import { isAbsolute } from 'node:path';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { isSameFile } from '../../app/domain/correlate/same-file';
import { combineProfiles } from '../../app/domain/pprof/combine-profiles';
import { compileNameMatcher } from '../../app/domain/pprof/name-matcher';
import { formatPprofError } from '../../app/domain/pprof/pprof-error';
import type { FrameInfo } from '../../app/domain/pprof/frame-table';
import { graphReport } from '../../app/domain/pprof/views/graph-report';
import { joinTags } from '../../app/domain/pprof/views/join-tags';
import { matchedValue } from '../../app/domain/pprof/views/matched-value';
import type { Profile } from '../../app/domain/pprof/profile';
import { treeReport, type ReportEdge } from '../../app/domain/pprof/views/report';
import { fileLines, type FileLine } from '../../app/domain/pprof/views/file-lines';
import { tagTotals } from '../../app/domain/pprof/views/tag-totals';
import { findArtefact, artefactsOf } from './bundle-files';
import { disassemble, programsBy, symbolExpression } from './disassemble';
import { toRoutines } from './to-routines';
import type { OpenBundle } from './open-bundle';
import type { WithBundle } from './profile-answers';
import { openQuery } from './profile-query';
import type { Questions } from './protocol';

type Input<N extends keyof Questions> = Questions[N]['input'];
type Answer<N extends keyof Questions> = Promise<Result<Questions[N]['output'], Failure>>;

/** Values of a label key that are sent. */
const maxTagValues = 200;
/** Nothing is left out. */
const whole = { nodeCount: 0, nodeFraction: 0, edgeFraction: 0, sortBy: 'flat' } as const;

/** Questions about one profile beside its table and its call tree. */
export const profileViewAnswers = (withBundle: WithBundle) => ({
  'profile.search': ({ bundle, ...query }: Input<'profile.search'>): Answer<'profile.search'> =>
    withBundle(bundle, async (open) => {
      const opened = await openQuery(open, query);
      if (!opened.ok) return opened;
      const matches = compileNameMatcher(query.search) ?? (() => false);
      const { profile, options, base } = opened.value;
      const { matched, total, frames } = matchedValue(profile, options, matches);
      const before = base && matchedValue(base.profile, base.options, matches);
      return ok({
        ...{ matched, total, functions: Math.max(frames, before?.frames ?? 0) },
        ...(before && { before: { matched: before.matched, total: before.total } }),
      });
    }),

  'profile.peek': ({ bundle, ...query }: Input<'profile.peek'>): Answer<'profile.peek'> =>
    withBundle(bundle, async (open) => {
      const opened = await openQuery(open, query);
      if (!opened.ok) return opened;
      const { profile, options, base } = opened.value;
      const matches = (name: string) => name === query.function;
      const report = treeReport(profile, options, whole, matches);
      const before = base && treeReport(base.profile, base.options, whole, matches).rows[0];
      const row = report.rows[0];
      return ok({
        unit: report.type.unit,
        total: report.total,
        ...(row && { row: { flat: row.flat, cum: row.cum } }),
        callers: joinCalls(row?.callers, before?.callers),
        callees: joinCalls(row?.callees, before?.callees),
      });
    }),

  'profile.lines': ({ bundle, ...query }: Input<'profile.lines'>): Answer<'profile.lines'> =>
    withBundle(bundle, async (open) => {
      const opened = await openQuery(open, query, 'lines');
      if (!opened.ok) return opened;
      const { profile, options, base } = opened.value;
      const { function: name, file } = query;
      const matches = (frame: FrameInfo) =>
        (name === undefined || frame.name === name) &&
        (file === undefined || isSameFile(frame.file, file));
      const { type, total, lines } = fileLines(profile, options, matches);
      const before = base && fileLines(base.profile, base.options, matches).lines;
      return ok({ unit: type.unit, total, lines: before ? joinLines(lines, before) : lines });
    }),

  'profile.disassembly': ({
    bundle,
    function: name,
    ...query
  }: Input<'profile.disassembly'>): Answer<'profile.disassembly'> =>
    withBundle(bundle, async (open) => {
      const opened = await openQuery(open, query);
      if (!opened.ok) return opened;
      const { profile, options } = opened.value;
      const code = await disassemble(
        profile,
        options,
        programsOf(open, profile),
        symbolExpression(name),
      );
      if (!code.ok) return code;
      const { type, total, binary } = code.value;
      return ok({ unit: type.unit, total, binary, routines: toRoutines(code.value) });
    }),

  'profile.tags': ({ bundle, ...query }: Input<'profile.tags'>): Answer<'profile.tags'> =>
    withBundle(bundle, async (open) => {
      const opened = await openQuery(open, query);
      if (!opened.ok) return opened;
      const { profile, options, base } = opened.value;
      const { total, samples, keys } = tagTotals(profile, options, Infinity);
      const unit = profile.sampleTypes[options.sampleType]?.unit ?? '';
      const before = base && tagTotals(base.profile, base.options, Infinity);
      return ok({ unit, total, samples, keys: joinTags(keys, before?.keys ?? [], maxTagValues) });
    }),

  'profile.graph': ({ bundle, ...query }: Input<'profile.graph'>): Answer<'profile.graph'> =>
    withBundle(bundle, async (open) => {
      const opened = await openQuery(open, query);
      if (!opened.ok) return opened;
      const { profile, options, base } = opened.value;
      const shown = base ? subtract(profile, base.profile) : ok(profile);
      if (!shown.ok) return shown;
      const { type, nodes, edges, ...rest } = graphReport(shown.value, options, query.nodeCount);
      return ok({ unit: type.unit, nodes: [...nodes], edges: [...edges], ...rest });
    }),
});

function joinCalls(now: readonly ReportEdge[] = [], before: readonly ReportEdge[] = []) {
  const earlier = new Map(before.map(({ name, weight }) => [name, weight]));
  const calls = now.map(({ name, weight, isInline }) => {
    const known = earlier.get(name) ?? 0;
    earlier.delete(name);
    return { name, weight, before: known, inline: isInline };
  });
  const gone = [...earlier].map(([name, weight]) => ({
    ...{ name, weight: 0, before: weight, inline: false },
  }));
  return [...calls, ...gone];
}

/** Lines beside what they were in the base, also those that only the base has. */
function joinLines(now: readonly FileLine[], base: readonly FileLine[]) {
  const keyOf = ({ line, function: name, file }: FileLine) => [line, name, file].join('\n');
  const earlier = new Map(base.map((each) => [keyOf(each), each]));
  const known = now.map((each) => {
    const { flat = 0, cum = 0 } = earlier.get(keyOf(each)) ?? {};
    earlier.delete(keyOf(each));
    return { ...each, before: { flat, cum } };
  });
  const gone = [...earlier.values()].map(({ flat, cum, ...each }) => ({
    ...{ ...each, flat: 0, cum: 0, before: { flat, cum } },
  }));
  return [...known, ...gone].sort((l, r) => l.line - r.line);
}

/** What changed since the base, as `-diff_base` has it: what is gone is negative. */
function subtract(profile: Profile, base: Profile): Result<Profile, Failure> {
  const change = combineProfiles({ profiles: [profile], bases: [base], mode: 'diff-base' });
  if (change.ok) return change;
  return err({ code: 'not-a-profile', message: `${formatPprofError(change.error)}.` });
}

/** Where the program that was profiled may lie: in the bundle, else where it ran. */
function programsOf(bundle: OpenBundle, profile: Profile): readonly string[] {
  const kept = artefactsOf(bundle.manifest, 'program').flatMap(({ path }) => {
    const file = findArtefact(bundle.dir, path);
    return file.ok ? [file.value] : [];
  });
  const { mode, package: source } = bundle.manifest.target;
  const from = mode === 'profile' && isAbsolute(source) ? source : undefined;
  return [...kept, ...programsBy(profile, from)];
}
