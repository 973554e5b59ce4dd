/**
 * Which samples and frames a view shows, as the options of `go tool pprof` of the same names.
 * Expressions have Go's syntax and are matched against function, file and binary.
 */
export interface ProfileFilters {
  /** Only samples with a matching frame. */
  readonly focus?: string | undefined;
  /** No samples with a matching frame. */
  readonly ignore?: string | undefined;
  /** Takes matching frames out of the stacks. */
  readonly hide?: string | undefined;
  /** Takes all other frames out of the stacks. */
  readonly show?: string | undefined;
  /** Drops what is above the highest matching frame. */
  readonly showFrom?: string | undefined;
  /** Drops what is below the lowest matching frame. */
  readonly pruneFrom?: string | undefined;
  /** `regexp,regexp`, `key=regexp`, or a range of a number: `32kb`, `:64kb`, `4mb:`, `key=1kb:2kb`. */
  readonly tagFocus?: string | undefined;
  readonly tagIgnore?: string | undefined;
}

/** Names as pprof lists the filters in a report's heading. */
export const filterNames = [
  ['focus', 'focus'],
  ['ignore', 'ignore'],
  ['hide', 'hide'],
  ['show', 'show'],
  ['showFrom', 'show_from'],
  ['tagFocus', 'tagfocus'],
  ['tagIgnore', 'tagignore'],
] as const satisfies readonly (readonly [keyof ProfileFilters, string])[];
