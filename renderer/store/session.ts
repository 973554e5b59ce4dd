import { create } from 'zustand';
import type { Doctor } from '../../app/contract/doctor';
import type { Failure } from '../../app/contract/failure';
import type { Finding, Findings } from '../../app/contract/findings';
import type { Output } from '../../app/contract/ipc';
import type { Case, Project } from '../../app/contract/project';
import { noInvestigation, type Investigation } from './investigation';

export interface OpenBundle {
  /** Handle of the engine. */
  readonly bundle: string;
  readonly dir: string | undefined;
  readonly findings: Findings;
}

/** Something the person should read, in words of the engine or of ours. */
export type Notice =
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'done'; readonly text: string };

export interface SessionState {
  readonly info: Output<'app.info'> | undefined;
  readonly doctor: Doctor | undefined;
  readonly cases: readonly Case[];
  readonly project: Project | undefined;
  readonly bundles: readonly OpenBundle[];
  /** Handle of the bundle that all panels show. */
  readonly activeBundle: string | undefined;
  /** Index into the findings of the active bundle. */
  readonly suspect: number;
  readonly investigation: Investigation;
  /** Work under way that is shown as progress, by name of the request. */
  readonly pending: readonly string[];
  readonly notice: Notice | undefined;
}

/** Copy of what the engine knows, fed by replies and events; nothing here is inferred. */
export const useSession = create<SessionState>()(() => ({
  info: undefined,
  doctor: undefined,
  cases: [],
  project: undefined,
  bundles: [],
  activeBundle: undefined,
  suspect: 0,
  investigation: noInvestigation,
  pending: [],
  notice: undefined,
}));

export const getActiveBundle = ({ bundles, activeBundle }: SessionState): OpenBundle | undefined =>
  bundles.find((open) => open.bundle === activeBundle);

export const getFinding = (state: SessionState): Finding | undefined =>
  getActiveBundle(state)?.findings.findings[state.suspect];

/**
 * What the layout of the panels is remembered for: the project that is open, else the one that the
 * bundle on screen is of; empty when there is neither.
 */
export function getWorkspace(state: SessionState): string {
  const target = getActiveBundle(state)?.findings.session.target;
  return state.project?.dir ?? (target?.projectDir || target?.module) ?? '';
}

/** Legs with evidence, of three. Undefined without a session. */
export function getLegCount(state: SessionState): number | undefined {
  const legs = getActiveBundle(state)?.findings.legs;
  return legs && Object.values(legs).filter((leg) => leg.state !== 'missing').length;
}
