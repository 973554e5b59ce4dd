import { err, ok, type Result } from '../../contract/result';
import { isSameKind, scale } from './measurement';
import type { PprofError } from './pprof-error';
import type { Profile, ValueType } from './profile';
import { isSameTypes, nameTypes } from './sample-type';
import { scaleValues } from './scale-values';

/**
 * Makes profiles fit to be added: keeps the sample types that all have, in the first's order, and
 * brings each column to the finest unit among them.
 */
export function alignTypes(profiles: readonly Profile[]): Result<readonly Profile[], PprofError> {
  const [first] = profiles;
  if (first === undefined) return ok([]);
  if (profiles.every((each) => isSameTypes(first, each))) return ok(profiles);
  const has = (profile: Profile, type: string): boolean =>
    profile.sampleTypes.some((each) => each.type === type);
  const types = first.sampleTypes
    .map((each) => each.type)
    .filter((type) => profiles.every((profile) => has(profile, type)));
  const reduced = profiles.map((profile) => keepTypes(profile, types));
  const units = types.map((_, column) =>
    finestUnit(reduced.map((each) => each.sampleTypes[column]!)),
  );
  const odd = types.length === 0 ? findStranger(first, profiles) : undefined;
  const unlike = profiles.find((_, i) =>
    reduced[i]!.sampleTypes.some(({ unit }, column) => !isSameKind(unit, units[column]!)),
  );
  const second = odd ?? unlike;
  if (second) {
    return err({ code: 'incompatible', first: nameTypes(first), second: nameTypes(second) });
  }
  return ok(reduced.map((profile) => toUnits(profile, units)));
}

/**
 * Of profiles of which no type is common to all, the one to name: one that shares none with the first, else the one
 * from which on none is left.
 */
function findStranger(first: Profile, profiles: readonly Profile[]): Profile | undefined {
  const has = ({ sampleTypes }: Profile, type: string) =>
    sampleTypes.some((each) => each.type === type);
  const types = first.sampleTypes.map(({ type }) => type);
  const stranger = profiles.find((each) => !types.some((type) => has(each, type)));
  return (
    stranger ??
    profiles.find((_, i) => {
      const sofar = profiles.slice(0, i + 1);
      return !types.some((type) => sofar.every((each) => has(each, type)));
    })
  );
}

function keepTypes(profile: Profile, types: readonly string[]): Profile {
  const columns = types.map((type) => profile.sampleTypes.findIndex((each) => each.type === type));
  if (columns.length === profile.sampleTypes.length && columns.every((each, i) => each === i)) {
    return profile;
  }
  const { defaultSampleType, samples, sampleTypes } = profile;
  return {
    ...profile,
    sampleTypes: columns.map((column) => sampleTypes[column]!),
    defaultSampleType: types.includes(defaultSampleType) ? defaultSampleType : (types[0] ?? ''),
    samples: { ...samples, values: columns.map((column) => samples.values[column]!) },
  };
}

function finestUnit(types: readonly ValueType[]): string {
  let unit = types[0]?.unit ?? '';
  for (const each of types) if (scale(1, each.unit, unit).value < 1) unit = each.unit;
  return unit;
}

function toUnits(profile: Profile, units: readonly string[]): Profile {
  const ratios = profile.sampleTypes.map(
    ({ unit }, column) => scale(1, unit, units[column]!).value,
  );
  const scaled = scaleValues(profile, ratios);
  const sampleTypes = scaled.sampleTypes.map(({ type }, column) => ({
    type,
    unit: units[column]!,
  }));
  return { ...scaled, sampleTypes };
}
