import type { GoRegexp } from '../../regexp/go-regexp';
import type { Profile } from '../profile';

/** An expression against the names of a profile; each function and binary is looked at once. */
export class FrameMatcher {
  /** By function row: whether its name or file matches. */
  private readonly functions: Uint8Array;
  private readonly mappings: readonly boolean[];

  constructor(
    private readonly profile: Profile,
    expression: GoRegexp,
  ) {
    const { functions, mappings, strings } = profile;
    // Many functions share a file, some a name.
    const known = new Int8Array(strings.length).fill(-1);
    const test = (index: number): boolean => {
      if (known[index] === -1) known[index] = expression.test(strings[index] ?? '') ? 1 : 0;
      return known[index] === 1;
    };
    this.functions = new Uint8Array(functions.length);
    for (let row = 0; row < functions.length; row++) {
      if (test(functions.name[row]!) || test(functions.filename[row]!)) this.functions[row] = 1;
    }
    this.mappings = mappings.map(({ file }) => expression.test(file));
  }

  /** A line without a function matches nothing. */
  line(row: number): boolean {
    const func = this.profile.lines.func[row]!;
    return func >= 0 && this.functions[func] === 1;
  }

  hasFunction(row: number): boolean {
    return this.profile.lines.func[row]! >= 0;
  }

  mapping(location: number): boolean {
    return this.mappings[this.profile.locations.mapping[location]!] === true;
  }

  /** Any of its functions, files, or its binary. */
  location(location: number): boolean {
    const { lineStart } = this.profile.locations;
    const end = lineStart[location + 1]!;
    for (let row = lineStart[location]!; row < end; row++) if (this.line(row)) return true;
    return this.mapping(location);
  }
}
