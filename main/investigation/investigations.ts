import type { EventBody, EventName, Reply } from '../../app/contract/ipc';
import { ok } from '../../app/contract/result';
import type { InvestigationPlan } from '../../app/contract/session';
import { FlightTrigger } from '../capture/flight-recorder';
import { runInvestigation, type InvestigationServices } from './run-investigation';

type Emit = <N extends EventName>(name: N, body: EventBody<N>) => void;

/** The investigations that run in this workbench: started, told about, cancelled by name. */
export class Investigations {
  readonly #running = new Map<
    string,
    { abort: AbortController; flightTrigger: FlightTrigger; done: Promise<void> }
  >();
  readonly #services: InvestigationServices;
  readonly #emit: Emit;
  #last = 0;

  constructor(services: InvestigationServices, emit: Emit) {
    this.#services = services;
    this.#emit = emit;
  }

  start(plan: InvestigationPlan): Reply<'investigation.start'> {
    const investigation = `investigation-${++this.#last}`;
    const abort = new AbortController();
    const flightTrigger = new FlightTrigger();
    const done = this.#run(investigation, plan, abort.signal, flightTrigger).finally(() =>
      this.#running.delete(investigation),
    );
    this.#running.set(investigation, { abort, flightTrigger, done });
    return ok({ investigation });
  }

  cancel(investigation: string): void {
    this.#running.get(investigation)?.abort.abort();
  }

  /** Keeps what the flight recorder holds. */
  async keep(investigation: string): Promise<Reply<'investigation.keep'>> {
    const trigger = this.#running.get(investigation)?.flightTrigger ?? new FlightTrigger();
    return (await trigger.keep()) as Reply<'investigation.keep'>;
  }

  /** Cancels all and waits until their targets are gone. */
  async dispose(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort();
    await Promise.all(running.map(({ done }) => done));
  }

  async #run(
    investigation: string,
    plan: InvestigationPlan,
    signal: AbortSignal,
    flightTrigger: FlightTrigger,
  ): Promise<void> {
    const onEvent = (event: EventBody<'investigation.advanced'>['event']) =>
      this.#emit('investigation.advanced', { investigation, event });
    const outcome = await runInvestigation(plan, this.#services, signal, onEvent, flightTrigger);
    this.#emit('investigation.ended', {
      investigation,
      outcome: outcome.ok
        ? { kind: 'findings', bundle: outcome.value.dir, ...outcome.value }
        : outcome.error.code === 'cancelled'
          ? { kind: 'cancelled' }
          : { kind: 'failed', failure: outcome.error },
    });
  }
}
