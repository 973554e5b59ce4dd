import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineEventKind, TimelinePlace } from '../../../app/contract/timeline';
import { request } from '../../store/bridge';
import { formatMoment } from '../../widgets/timeline-canvas/axis';
import type { ViewController } from '../../widgets/timeline-canvas/view-controller';
import { formatTimelineLink, parseTimelineLink } from './deep-link';

export interface Navigation {
  /** What came of the last search, in words. */
  readonly says: string;
  readonly find: (text: string) => Promise<void>;
  readonly next: (kind: TimelineEventKind) => Promise<void>;
  readonly goToGoroutine: (goid: number) => Promise<void>;
  readonly copyLink: () => Promise<void>;
}

/** Finds, jumps and links. `show` brings a place into sight and chooses it. */
export function useNavigation(options: {
  trace: string;
  controller: ViewController;
  /** Where a search goes on from: the chosen span. */
  at: { readonly lane: number; readonly beginNs: number } | undefined;
  goid: number | undefined;
  show: (place: TimelinePlace) => void;
}): Navigation {
  const { trace, controller, at, goid, show } = options;
  const { t } = useTranslation();
  const [says, setSays] = useState('');

  const take = useCallback(
    (found: { place?: TimelinePlace | undefined; searchedToNs?: number | undefined }) => {
      if (found.place !== undefined) {
        setSays('');
        show(found.place);
      } else if (found.searchedToNs !== undefined) {
        setSays(t('timeline.notFoundYet', { at: formatMoment(found.searchedToNs, 1e6) }));
      } else setSays(t('timeline.notFound'));
    },
    [show, t],
  );
  const goToGoroutine = useCallback(
    async (id: number) => {
      const reply = await request('trace.goroutine', { trace, goid: id });
      if (reply.ok && reply.value.place !== undefined) show(reply.value.place);
    },
    [trace, show],
  );
  const find = useCallback(
    async (text: string) => {
      const link = parseTimelineLink(text);
      if (link !== undefined) {
        controller.show(link.from, link.to);
        setSays('');
        if (link.goid !== undefined) await goToGoroutine(link.goid);
        controller.show(link.from, link.to);
        return;
      }
      const afterNs = at?.beginNs ?? -1;
      const reply = await request('trace.find', { trace, text, afterNs });
      if (!reply.ok) return;
      const isDone = reply.value.place === undefined && reply.value.searchedToNs === undefined;
      // Once around: what is before the chosen span is found too.
      const again = isDone && afterNs >= 0;
      const wrapped = again ? await request('trace.find', { trace, text, afterNs: -1 }) : reply;
      if (wrapped.ok) take(wrapped.value);
    },
    [trace, controller, at?.beginNs, goToGoroutine, take],
  );
  const next = useCallback(
    async (kind: TimelineEventKind) => {
      if (at === undefined && kind !== 'gc' && kind !== 'stw') {
        setSays(t('timeline.chooseLane'));
        return;
      }
      const afterNs = at?.beginNs ?? controller.view.from;
      const lane = at === undefined ? {} : { lane: at.lane };
      const reply = await request('trace.next', { trace, kind, afterNs, ...lane });
      if (reply.ok) take(reply.value);
    },
    [trace, controller, at, take, t],
  );
  const copyLink = useCallback(async () => {
    const { from, to } = controller.view;
    const text = formatTimelineLink({ from: Math.max(0, from), to, goid });
    await navigator.clipboard.writeText(text);
    setSays(t('timeline.linkCopied'));
  }, [controller, goid, t]);
  return { says, find, next, goToGoroutine, copyLink };
}
