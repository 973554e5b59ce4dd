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
  const odd = profiles.find((_, i) => {
    const own = reduced[i]!.sampleTypes;
    return types.length === 0 || own.some(({ unit }, column) => !isSameKind(unit, units[column]!));
  });
  if (odd) return err({ code: 'incompatible', first: nameTypes(first), second: nameTypes(odd) });
  return ok(reduced.map((profile) => toUnits(profile, units)));
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
