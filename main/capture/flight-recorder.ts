import { stat } from 'node:fs/promises';
import type { Failure } from '../../app/contract/failure';
import type { MetricsSample } from '../../app/contract/manifest';
import { err, ok, type Result } from '../../app/contract/result';
import type { KeptTrace } from '../../app/contract/session';
import type { RecordingContext } from './record-target';
import { isStalled } from './stall';

/** Of the target's memory, for the window: also bounds what a trace of it can weigh, about. */
const maxBytes = 8 << 20;

/** The door by which somebody outside of a recording asks for its last seconds. */
export class FlightTrigger {
  #keep: (() => Promise<Result<KeptTrace, Failure>>) | undefined;

  /** @returns what closes the door. */
  open(keep: () => Promise<Result<KeptTrace, Failure>>): () => void {
    this.#keep = keep;
    return () => (this.#keep = undefined);
  }

  keep(): Promise<Result<KeptTrace, Failure>> {
    return this.#keep?.() ?? Promise.resolve(err(notRecording));
  }
}

const notRecording: Failure = {
  code: 'unsupported',
  message:
    'The last seconds can be kept only while an investigation records with the flight recorder.',
};

/** The runtime's flight recorder during one recording: the last seconds of the trace, kept when asked for. */
export class FlightRecorder {
  #isRunning = false;
  #kept = 0;
  #hasStalled = false;
  readonly #samples: MetricsSample[] = [];

  constructor(
    private readonly context: RecordingContext,
    /** Length of the window. */
    private readonly seconds: number,
  ) {}

  /** A program whose Go has none is recorded without; the event says why, and what to do. */
  async start(): Promise<void> {
    const { client, onEvent } = this.context;
    const started = await client.startFlightRecorder(this.seconds * 1000, maxBytes);
    this.#isRunning = started.ok;
    onEvent(
      started.ok
        ? { kind: 'flight', state: 'running', seconds: this.seconds }
        : { kind: 'flight', state: 'unsupported', failure: started.error },
    );
  }

  /** Writes the window into the session folder; the recorder runs on. */
  async keep(trigger: KeptTrace['trigger']): Promise<Result<KeptTrace, Failure>> {
    const { client, session, startedAtMs, onEvent } = this.context;
    if (!this.#isRunning) return err(notRecording);
    const path = `trace/flight-${String(++this.#kept).padStart(2, '0')}.trace`;
    const atMs = Date.now();
    try {
      const file = await session.place(path);
      const written = await client.writeFlightRecord(file);
      if (!written.ok) return written;
      const { size: sizeBytes } = await stat(file);
      const saved = await session.addArtefact({
        path,
        kind: 'trace',
        // It begins earlier where there is room for more; its own clock tells exactly.
        startedAtMs: Math.max(startedAtMs, atMs - this.seconds * 1000),
        endedAtMs: atMs,
        command: client.commandFor('flight-record'),
        facts: {
          recorder: 'flight',
          trigger,
          atSeconds: (atMs - startedAtMs) / 1000,
          windowSeconds: this.seconds,
        },
      });
      if (!saved.ok) return saved;
      const kept: KeptTrace = { atMs, path: file, sizeBytes, trigger };
      onEvent({ kind: 'kept', kept });
      return ok(kept);
    } catch (cause) {
      return err({ code: 'disk', message: `Could not write ${path}.`, detail: String(cause) });
    }
  }

  /** Keeps the window once when a busy program stops working: what led to it is still in it. */
  async watch(sample: MetricsSample): Promise<void> {
    this.#samples.push(sample);
    if (this.#hasStalled || !this.#isRunning || !isStalled(this.#samples)) return;
    this.#hasStalled = true;
    const kept = await this.keep('stalled');
    if (!kept.ok) this.context.onFailure(kept.error);
  }

  /** Before the memory is looked at: the window lies in it. */
  async stop(): Promise<void> {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    await this.context.client.stopFlightRecorder();
  }
}
