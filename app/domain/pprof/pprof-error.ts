import { formatBytes } from '../format/format';

/** Why bytes are not a readable profile, or two profiles do not go together. */
export type PprofError =
  | { readonly code: 'empty' }
  /** Still gzip: inflate first. */
  | { readonly code: 'compressed' }
  /** Ends early, or a field has a wrong wire type or length; `at` is a byte offset. */
  | { readonly code: 'malformed'; readonly at: number; readonly reason: string }
  /** Decoded, it would take more memory than is allowed. */
  | { readonly code: 'too-large'; readonly limitBytes: number }
  | { readonly code: 'no-sample-types' }
  | {
      readonly code: 'string-index-out-of-range';
      readonly index: number;
      readonly tableLength: number;
    }
  | {
      readonly code: 'value-count-mismatch';
      readonly sample: number;
      readonly values: number;
      readonly sampleTypes: number;
    }
  | {
      readonly code: 'unknown-reference';
      readonly from: 'sample' | 'location' | 'line';
      readonly to: 'location' | 'mapping' | 'function';
      readonly id: bigint;
    }
  | {
      readonly code: 'duplicate-id';
      readonly of: 'location' | 'mapping' | 'function';
      readonly id: bigint;
    }
  | {
      readonly code: 'no-such-sample-type';
      readonly name: string;
      readonly available: readonly string[];
    }
  | {
      readonly code: 'bad-expression';
      /** Option that has it: `focus`. */
      readonly option: string;
      readonly reason: string;
    }
  | {
      readonly code: 'incompatible';
      readonly first: readonly string[];
      readonly second: readonly string[];
    };

/** The error as a clause that finishes "…: ", for the message of a coded failure. */
export function formatPprofError(error: PprofError): string {
  switch (error.code) {
    case 'empty':
      return 'the file is empty';
    case 'compressed':
      return 'the bytes are still compressed';
    case 'malformed':
      return `${error.reason} at byte ${error.at}`;
    case 'too-large':
      return `decoded, it would take more than ${formatBytes(error.limitBytes)}`;
    case 'no-sample-types':
      return 'it names no sample type';
    case 'string-index-out-of-range':
      return `string ${error.index} is wanted of ${error.tableLength}`;
    case 'value-count-mismatch':
      return `sample ${error.sample} has ${error.values} values for ${error.sampleTypes} sample types`;
    case 'unknown-reference':
      return `a ${error.from} refers to ${error.to} ${error.id}, which is not there`;
    case 'duplicate-id':
      return `two entries are ${error.of} ${error.id}`;
    case 'no-such-sample-type':
      return `there is no sample type "${error.name}" among ${error.available.join(', ')}`;
    case 'bad-expression':
      return `the expression of ${error.option} cannot be used: ${error.reason}`;
    case 'incompatible':
      return `sample types differ: ${error.first.join(', ')} against ${error.second.join(', ')}`;
  }
}
