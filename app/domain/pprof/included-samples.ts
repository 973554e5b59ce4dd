import { agentLabel, type Profile } from './profile';

/**
 * Which samples a view counts.
 * @returns undefined when it counts all of them.
 */
export function computeIncluded(
  profile: Profile,
  includeAgent: boolean | undefined,
): Uint8Array | undefined {
  if (includeAgent === true) return undefined;
  const { labels, samples, strings } = profile;
  const key = strings.indexOf(agentLabel.key);
  const value = strings.indexOf(agentLabel.value);
  if (key < 0 || value < 0) return undefined;
  const included = new Uint8Array(samples.length).fill(1);
  for (let sample = 0; sample < samples.length; sample++) {
    const end = samples.labelStart[sample + 1] ?? 0;
    for (let label = samples.labelStart[sample] ?? 0; label < end; label++) {
      if (labels.key[label] === key && labels.str[label] === value) included[sample] = 0;
    }
  }
  return included;
}
