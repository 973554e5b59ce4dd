import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineEventKind, TimelinePlace } from '../../../app/contract/timeline';
import { request } from '../../store/bridge';
import { openLinked, usePendingLink, useTraceOrigin } from '../../store/open-trace';
import {
  formatTimelineLink,
  isSameOrigin,
  parseTimelineLink,
  type TimelineLink,
} from '../../store/timeline-link';
import { formatMoment } from '../../widgets/timeline-canvas/axis';
import type { ViewController } from '../../widgets/timeline-canvas/view-controller';

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
  /** The trace is known up to here; Infinity: all of it is. */
  knownNs: number;
  controller: ViewController;
  /** Where a search goes on from: the chosen span. */
  at: { readonly lane: number; readonly beginNs: number } | undefined;
  goid: number | undefined;
  show: (place: TimelinePlace) => void;
}): Navigation {
  const { trace, knownNs, controller, at, goid, show } = options;
  const origin = useTraceOrigin();
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
  const follow = useCallback(
    async ({ from, to, goid: id }: TimelineLink) => {
      setSays('');
      controller.show(from, to);
      if (id !== undefined) await goToGoroutine(id);
      controller.show(from, to);
    },
    [controller, goToGoroutine],
  );
  const pending = usePendingLink((state) => state.link);
  useEffect(() => {
    if (pending === undefined || !isSameOrigin(pending.origin, origin)) return;
    // What is not read yet cannot be shown.
    if (pending.to > knownNs) return;
    usePendingLink.setState({ link: undefined });
    void follow(pending);
  }, [pending, origin, knownNs, follow]);
  const find = useCallback(
    async (text: string) => {
      const link = parseTimelineLink(text);
      if (link !== undefined) {
        const { origin: of } = link;
        if (of === undefined || isSameOrigin(of, origin)) return follow(link);
        const name = of.session ?? of.at;
        setSays(t('timeline.linkOpening', { name }));
        const isThere = await openLinked(link, of);
        if (!isThere) setSays(t('timeline.linkElsewhere', { name, at: of.at }));
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
    [trace, at?.beginNs, origin, follow, take, t],
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
    const text = formatTimelineLink({ from: Math.max(0, from), to, goid, origin });
    await navigator.clipboard.writeText(text);
    setSays(t('timeline.linkCopied'));
  }, [controller, goid, origin, t]);
  return { says, find, next, goToGoroutine, copyLink };
}
