import type { Output } from '../../app/contract/ipc';
import { ask, openBundle, openProject, showBundle } from './actions';
import { subscribe } from './bridge';
import { advance, isBusy } from './investigation';
import { connectDebugger } from './debugger';
import { connectOpenedProfile } from './opened-profile';
import { useSession } from './session';
import { connectSeries } from './watched-series';

/** Connects the store to the engine's events. @returns what disconnects it. */
export function connectEvents(now: () => number = () => performance.now()): () => void {
  const stops = [
    subscribe('investigation.advanced', ({ investigation: id, event }) => {
      useSession.setState(({ investigation }) => {
        if (!isOurs(investigation.id, id)) return {};
        const phase = investigation.phase === 'starting' ? 'running' : investigation.phase;
        return { investigation: { ...advance(investigation, event, now()), id, phase } };
      });
    }),
    subscribe('investigation.ended', ({ investigation: id, outcome }) => {
      const { investigation } = useSession.getState();
      if (!isOurs(investigation.id, id) || !isBusy(investigation)) return;
      switch (outcome.kind) {
        case 'findings': {
          useSession.setState({ investigation: { ...investigation, id, phase: 'done' } });
          const { bundle, dir, findings } = outcome;
          showBundle({ bundle, dir, findings });
          return;
        }
        case 'failed': {
          const { failure } = outcome;
          useSession.setState({
            investigation: { ...investigation, id, phase: 'failed', failure },
          });
          return;
        }
        case 'cancelled':
          useSession.setState({ investigation: { ...investigation, id, phase: 'cancelled' } });
      }
    }),
  ];
  stops.push(connectSeries(), connectDebugger(), connectOpenedProfile());
  return () => stops.forEach((stop) => stop());
}

/** Events may come before the reply that names the investigation: then any is ours. */
const isOurs = (known: string | undefined, id: string) => known === undefined || known === id;

/** Everything the first screen shows, asked at once; then what the command line wanted opened. */
export async function boot(): Promise<void> {
  const info = await ask('app.info', {});
  useSession.setState({ info });
  void ask('case.list', {}).then((cases) => cases && useSession.setState({ cases }));
  void ask('doctor.run', {}).then((doctor) => doctor && useSession.setState({ doctor }));
  await openPath(info?.open);
}

/** A second instance was started: its command line is now in `app.info`. */
export async function openRequested(): Promise<void> {
  await openPath((await ask('app.info', {}))?.open);
}

async function openPath(open: Output<'app.info'>['open']): Promise<void> {
  if (open === undefined) return;
  if (open.kind === 'project') await openProject(open.path);
  else await openBundle(open.path);
}
