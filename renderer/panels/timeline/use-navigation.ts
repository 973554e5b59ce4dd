import { useCallback, useRef, useState } from 'react';
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

interface Found {
  readonly place?: TimelinePlace | undefined;
  /** It gave up here, for the time being. */
  readonly searchedToNs?: number | undefined;
}

const isOver = ({ place, searchedToNs }: Found): boolean =>
  place === undefined && searchedToNs === undefined;

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
  /** A search that gave up, and from where it goes on when the same is searched from the same span. */
  const paused = useRef<{ text: string; from: number; afterNs: number; isWhole: boolean }>(
    undefined,
  );

  const take = useCallback(
    (found: Found) => {
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
      const from = at?.beginNs ?? -1;
      const { current } = paused;
      const rest = current?.text === text && current.from === from ? current : undefined;
      // Once around: what is before the chosen span is found too.
      let isWhole = rest?.isWhole ?? from < 0;
      let reply = await request('trace.find', { trace, text, afterNs: rest?.afterNs ?? from });
      if (!isWhole && reply.ok && isOver(reply.value)) {
        isWhole = true;
        reply = await request('trace.find', { trace, text, afterNs: -1 });
      }
      if (!reply.ok) return;
      const afterNs = reply.value.searchedToNs;
      paused.current = afterNs === undefined ? undefined : { text, from, afterNs, isWhole };
      take(reply.value);
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
