import type { Frame } from '../../contract/frame';
import type { TraceGateOutcome } from '../../contract/trace-diff';
import { findMetric } from './metrics';
import { placeOf } from './place';

export interface SarifOptions {
  /** Version of Trivet. */
  readonly version: string;
  /** Folder of the sources, absolute with `/`; files under it are named relative to it. */
  readonly sourceRoot: string;
}

/** SARIF 2.1.0 (OASIS): a result for each failed gate, a rule for each metric with one. */
export function toSarif(gates: readonly TraceGateOutcome[], options: SarifOptions): object {
  const failed = gates.filter(({ state }) => state === 'failed');
  const rules = [...new Set(failed.map(({ metric }) => metric))];
  return {
    $schema:
      'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'trivet',
            version: options.version,
            rules: rules.map((metric) => ({
              id: ruleOf(metric),
              shortDescription: { text: `Gate on ${metric}` },
              fullDescription: { text: `${findMetric(metric)?.says ?? metric}.` },
              defaultConfiguration: { level: 'error' },
            })),
          },
        },
        originalUriBaseIds: { SRCROOT: { uri: `${fileUri(options.sourceRoot)}/` } },
        columnKind: 'utf16CodeUnits',
        results: failed.map((gate) => toResult(gate, rules.indexOf(gate.metric), options)),
      },
    ],
  };
}

const ruleOf = (metric: string) => `trace-diff/${metric}`;

function toResult(
  { gate, metric, says, row, contributor }: TraceGateOutcome,
  ruleIndex: number,
  options: SarifOptions,
): object {
  const place = placeOf(contributor?.stack);
  const location = place && toLocation(place, options);
  // The place that a gate names is where it is; what adds most to a total is only related to it.
  const isNamed = row?.key !== undefined;
  return {
    ruleId: ruleOf(metric),
    ruleIndex,
    level: 'error',
    kind: 'fail',
    message: { text: `${gate}: ${says}` },
    locations: isNamed && location ? [location] : [],
    ...(!isNamed &&
      location && {
        relatedLocations: [{ id: 1, ...location, message: { text: 'contributes most to it' } }],
      }),
    partialFingerprints: { 'trivetGate/v1': gate },
  };
}

const toLocation = ({ function: name, file, line }: Frame, { sourceRoot }: SarifOptions) => ({
  physicalLocation: {
    artifactLocation: artifactOf(file, sourceRoot),
    ...(line > 0 && { region: { startLine: line } }),
  },
  logicalLocations: [{ fullyQualifiedName: name, kind: 'function' }],
});

/** A file of a `-trimpath` build has no folder: its path is told as it was compiled. */
function artifactOf(file: string, sourceRoot: string): object {
  if (sourceRoot !== '' && file.startsWith(`${sourceRoot}/`)) {
    return { uri: encodePath(file.slice(sourceRoot.length + 1)), uriBaseId: 'SRCROOT' };
  }
  return { uri: isAbsolute(file) ? fileUri(file) : encodePath(file) };
}

const isAbsolute = (file: string) => file.startsWith('/') || /^[a-z]:\//i.test(file);
const fileUri = (path: string) => `file://${path.startsWith('/') ? '' : '/'}${encodePath(path)}`;
const encodePath = (path: string) => path.split('/').map(encodeURIComponent).join('/');
