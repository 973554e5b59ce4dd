// The trace reader, for scripts that hold it against Go's.
import { loadModule } from './bundle-module.mjs';

/** All that app/domain/exectrace exports, and what its tests use. */
export const loadReader = () =>
  loadModule(`
    export * from './app/domain/exectrace/index.ts';
    export * from './app/domain/exectrace/testing/fuzz-corpus.ts';
    export * from './app/domain/exectrace/testing/print-events.ts';
    export * from './app/domain/exectrace/testing/random-numbers.ts';`);
