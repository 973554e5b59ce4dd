import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { openProgram, type Program } from '../../app/domain/gosym';
import {
  analyzeHeap,
  decodeSnapshot,
  readGoroutines,
  type AnalyzedHeap,
  type HeapGoroutine,
  type Snapshot,
} from '../../app/domain/heap';
import { readManifest } from '../capture/open-session';
import { readWholeFile } from './read-whole-file';
import { artefactsOf, inflateSection, maxInflatedBytes } from './bundle-files';

export interface HeapFiles {
  readonly snapshot: string;
  /** The executable that ran; undefined: the snapshot may name it. */
  readonly program: string | undefined;
}

/**
 * Finds the snapshot and the executable that a path stands for: a bundle's folder, a snapshot file of a bundle, or
 * one anywhere.
 * @param program the executable, where the user names it.
 */
export async function findHeapFiles(
  path: string,
  program?: string,
): Promise<Result<HeapFiles, Failure>> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return err({ code: 'disk', message: `There is no ${path}.` });
  const dir = found.isDirectory() ? path : dirname(dirname(resolve(path)));
  const manifest = await readManifest(dir);
  if (found.isDirectory()) {
    if (!manifest.ok) return manifest;
    const snapshot = artefactsOf(manifest.value, 'heap-snapshot')[0]?.path;
    if (snapshot === undefined) {
      const step = manifest.value.steps.find(({ name, failure }) => name === 'snapshot' && failure);
      const message = `${path} has no memory snapshot.`;
      return err(step?.failure ?? { code: 'unsupported', message });
    }
    return ok({ snapshot: join(dir, snapshot), program: program ?? programOf(manifest, dir) });
  }
  const inside = relative(dir, resolve(path)).split('\\').join('/');
  const isArtefact =
    manifest.ok &&
    artefactsOf(manifest.value, 'heap-snapshot').some((each) => each.path === inside);
  return ok({
    snapshot: path,
    program: program ?? (isArtefact ? programOf(manifest, dir) : undefined),
  });
}

function programOf(
  manifest: Awaited<ReturnType<typeof readManifest>>,
  dir: string,
): string | undefined {
  const artefact = manifest.ok ? artefactsOf(manifest.value, 'program')[0] : undefined;
  return artefact && join(dir, artefact.path);
}

/** Of a file of its own: its types and symbols, read ahead of a snapshot that is still being taken. */
export function openExecutable(file: string): Result<Program, Failure> {
  const bytes = readInflated(file);
  if (!bytes.ok) return bytes;
  const program = readExecutable(bytes.value, file);
  // Every graph asks for these: decoded now, nobody waits for them.
  if (program.ok) void [program.value.elf.symbols, program.value.dwarf?.globals];
  return program;
}

/**
 * Reads both files and builds the graph.
 * @param opened the executable, where it was read ahead.
 */
export function openHeapFiles(
  { snapshot, program }: HeapFiles,
  opened?: Program,
): Result<AnalyzedHeap, Failure> {
  const bytes = readInflated(snapshot);
  if (!bytes.ok) return bytes;
  const decoded = decode(bytes.value, snapshot);
  if (!decoded.ok) return decoded;
  if (opened !== undefined) return analyze(decoded.value, opened, snapshot);
  const named = program ?? decoded.value.header.binary;
  if (named === undefined) return err(noProgram(snapshot));
  if (program === undefined && !existsSync(named)) return err(noProgram(snapshot, named));
  const executable = readInflated(named);
  if (!executable.ok) return executable;
  const read = readExecutable(executable.value, snapshot);
  return read.ok ? analyze(decoded.value, read.value, snapshot) : read;
}

const noProgram = (snapshot: string, named?: string): Failure => ({
  code: 'usage',
  message:
    named === undefined
      ? `${snapshot} does not name its executable, without which its types and roots have no names.`
      : `The executable of ${snapshot} is no longer at ${named}.`,
  remedy: 'Name the executable that ran with --binary.',
});

function readInflated(file: string): Result<Uint8Array, Failure> {
  try {
    const bytes = readWholeFile(file);
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const plain = isGzip ? gunzipSync(bytes, { maxOutputLength: maxInflatedBytes }) : bytes;
    // A plain array: Buffer's slice() shares memory, where the decoders expect a copy.
    return ok(new Uint8Array(plain.buffer, plain.byteOffset, plain.length));
  } catch (cause) {
    return err({ code: 'disk', message: `${file} cannot be read.`, detail: String(cause) });
  }
}

/** The graph of a snapshot. @param name of the snapshot, for messages. */
export function openHeap(
  bytes: Uint8Array,
  executable: Uint8Array,
  name: string,
): Result<AnalyzedHeap, Failure> {
  const snapshot = decode(bytes, name);
  if (!snapshot.ok) return snapshot;
  const program = readExecutable(executable, name);
  return program.ok ? analyze(snapshot.value, program.value, name) : program;
}

/** The goroutines of a snapshot alone, as far as their stacks tell: a fraction of the graph's time. */
export function openStacks(
  bytes: Uint8Array,
  executable: Uint8Array,
  name: string,
): Result<readonly HeapGoroutine[], Failure> {
  const snapshot = decode(bytes, name);
  if (!snapshot.ok) return snapshot;
  const program = readExecutable(executable, name);
  if (!program.ok) return program;
  if (!belongsTogether(snapshot.value, program.value)) return err(foreignExecutable(name));
  const goroutines = readGoroutines(snapshot.value, program.value);
  return goroutines.ok ? goroutines : err(damaged(name, `it lacks ${goroutines.error.reason}`));
}

const damaged = (name: string, reason: string): Failure => ({
  code: 'not-a-snapshot',
  message: `The memory snapshot ${name} cannot be read: ${reason}.`,
  remedy: 'Verify it if it is part of a bundle, or take it again.',
});

function decode(bytes: Uint8Array, name: string): Result<Snapshot, Failure> {
  const snapshot = decodeSnapshot(bytes);
  if (snapshot.ok) return snapshot;
  const { error } = snapshot;
  const reason = 'reason' in error ? error.reason : `it ends ${error.missingBytes} bytes early`;
  return err(damaged(name, reason));
}

/** @param name of what needs it, for messages. */
function readExecutable(bytes: Uint8Array, name: string): Result<Program, Failure> {
  const program = openProgram(bytes, inflateSection);
  if (program.ok) return program;
  return err(damaged(name, `its executable is none (${program.error.code})`));
}

function analyze(
  snapshot: Snapshot,
  program: Program,
  name: string,
): Result<AnalyzedHeap, Failure> {
  if (!belongsTogether(snapshot, program)) return err(foreignExecutable(name));
  const heap = analyzeHeap(snapshot, program);
  if (heap.ok) return heap;
  const { error } = heap;
  const reason = 'missing' in error ? `it lacks ${error.missing.join(', ')}` : error.reason;
  return err(damaged(name, reason));
}

const foreignExecutable = (name: string): Failure => ({
  code: 'not-a-snapshot',
  message: `The executable is not the one that ran when ${name} was taken.`,
  remedy: 'Name the very file that ran; a new build of the same source is another.',
});

/** Runtime variables lie where the executable says. One without symbols cannot be told. */
function belongsTogether({ header }: Snapshot, { elf }: Program): boolean {
  return Object.entries(header.symbols).every(([name, address]) => {
    const symbol = elf.symbols.get(name);
    return symbol === undefined || symbol.address + header.bias === address;
  });
}
