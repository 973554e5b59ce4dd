import { err, ok, type Result } from '../../../app/contract/result';
import { attachTarget } from '../../target/attach-target';
import type {
  FetchedProfile,
  ProfileRequest,
  ProfileSource,
  ProfileSourceFailure,
} from './profile-source';
import { UrlSource } from './url-source';

/** A running process through the pprof endpoint that it serves. */
export class AttachSource implements ProfileSource {
  readonly kind = 'attach';
  readonly name: string;
  /** Module path of its program; undefined when it says none. */
  readonly module: string | undefined;
  readonly #pid: number;
  readonly #endpoint: UrlSource;

  private constructor(pid: number, module: string | undefined, endpoint: UrlSource) {
    this.#pid = pid;
    this.module = module;
    this.#endpoint = endpoint;
    this.name = `process ${pid}`;
  }

  /** Looks for the endpoint on the ports on which the process listens. */
  static async find(pid: number, go?: string): Promise<Result<AttachSource, ProfileSourceFailure>> {
    const target = await attachTarget(pid, { go });
    if (!target.ok) return target;
    const { client, clientFailure, buildInfo } = target.value;
    if (client === undefined) {
      const message = clientFailure?.message ?? `Process ${pid} has no pprof endpoint.`;
      const remedy = `Its heap profile can be read out of its memory: "trivet investigate --attach ${pid} --out DIR", then "trivet profile fetch DIR --kind memory".`;
      return err({ code: 'endpoint-not-found', message, remedy });
    }
    client.close();
    const endpoint = UrlSource.parse(client.endpoint);
    return endpoint.ok ? ok(new AttachSource(pid, buildInfo.modulePath, endpoint.value)) : endpoint;
  }

  async fetch(request: ProfileRequest): Promise<Result<FetchedProfile, ProfileSourceFailure>> {
    const fetched = await this.#endpoint.fetch(request);
    if (fetched.ok || fetched.error.code !== 'endpoint-not-found' || isAlive(this.#pid)) {
      return fetched;
    }
    return err({ code: 'target-exited', message: `Process ${this.#pid} has ended.` });
  }

  close(): void {
    this.#endpoint.close();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
