import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Failure } from '../../../app/contract/failure';
import { err, ok, type Result } from '../../../app/contract/result';
import { quoteWord } from '../../build/shell-words';
import { refuseForeign } from './looks-like-profile';
import type {
  FetchedProfile,
  ProfileRequest,
  ProfileSource,
  ProfileSourceFailure,
} from './profile-source';

const maxFileBytes = 1 << 30;

/** A profile that lies in a file. */
export class FileSource implements ProfileSource {
  readonly kind = 'file';
  readonly name: string;

  constructor(file: string) {
    this.name = file;
  }

  async fetch(request: ProfileRequest): Promise<Result<FetchedProfile, ProfileSourceFailure>> {
    if (request.seconds !== undefined) {
      const message = `${this.name} is a file: it cannot be watched for ${request.seconds} s.`;
      return err({ code: 'unsupported', message });
    }
    const described = await this.describe(request.kind);
    if (!described.ok) return described;
    try {
      const bytes = await readFile(this.name);
      const foreign = refuseForeign(bytes, this.name);
      return foreign === undefined ? ok({ ...described.value, bytes }) : err(foreign);
    } catch (cause) {
      return err(this.#unreadable(cause));
    }
  }

  /** What is known of the profile without reading it: for whoever reads it elsewhere. */
  async describe(
    kind?: string,
  ): Promise<Result<Omit<FetchedProfile, 'bytes'>, Failure<'disk' | 'not-a-profile'>>> {
    try {
      const { size, mtimeMs } = await stat(this.name);
      if (size > maxFileBytes) {
        const message = `${this.name} is larger than ${maxFileBytes >> 30} GiB.`;
        return err({ code: 'not-a-profile', message });
      }
      const base = path.basename(this.name);
      return ok({
        kind: kind ?? guessKind(base),
        startedAtMs: mtimeMs,
        endedAtMs: mtimeMs,
        command: `cp ${quoteWord(this.name)} ${quoteWord(base)}`,
      });
    } catch (cause) {
      return err(this.#unreadable(cause));
    }
  }

  #unreadable(cause: unknown): Failure<'disk'> {
    const message = `${this.name} cannot be read.`;
    return { code: 'disk', message, detail: String(cause) };
  }

  close(): void {
    // Nothing is held open.
  }
}

/** `pprof.mutex.001.pb.gz` and `mutex.out` are what people call them. */
function guessKind(name: string): string {
  const known = /(?:^|[^a-z])(heap|allocs|cpu|goroutineleak|goroutine|block|mutex|threadcreate)/i;
  return known.exec(name)?.[1]?.toLowerCase() ?? 'profile';
}
