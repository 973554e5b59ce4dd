import type { ProfileQuery } from '../../../app/contract/profile-views';
import { request } from '../../store/bridge';
import { useSelection } from '../../store/selection';

let latest = 0;

/** Selects a function, at the line of it that has the most; without a place where the profile knows none. */
export async function selectFunction(query: ProfileQuery, name: string): Promise<void> {
  const turn = ++latest;
  const reply = await request('profile.lines', { ...query, granularity: 'lines', function: name });
  // Whoever chose something else meanwhile is not taken back.
  if (turn !== latest) return;
  const lines = reply.ok ? reply.value.lines : [];
  const heaviest = lines.reduce<(typeof lines)[number] | undefined>(
    (best, each) => (best === undefined || Math.abs(each.cum) > Math.abs(best.cum) ? each : best),
    undefined,
  );
  useSelection.getState().select({
    function: name,
    ...(heaviest !== undefined &&
      heaviest.file !== '' && { source: { path: heaviest.file, line: heaviest.line } }),
  });
}
