import type { PprofError } from './pprof-error';

/** Carries an error out of the decoder's recursion; `decodeProfile` turns it into a Result. */
export class Damage extends Error {
  constructor(readonly failure: PprofError) {
    super(failure.code);
  }
}
