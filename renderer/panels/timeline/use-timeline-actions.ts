import type { RefObject } from 'react';
import type { TimelineDetail, TimelineEventKind } from '../../../app/contract/timeline';
import { useOfferedActions, type Offer } from '../../store/panel-actions';
import type { ViewController } from '../../widgets/timeline-canvas/view-controller';
import type { LaneMode } from './lane-rows';
import type { Measure } from './use-measure';
import type { Navigation } from './use-navigation';

export interface TimelineParts {
  /** Holds the tools and the picture. */
  readonly host: RefObject<HTMLElement | null>;
  readonly controller: ViewController;
  readonly navigation: Navigation;
  readonly measure: Measure;
  readonly detail: TimelineDetail | undefined;
  readonly setMode: (mode: LaneMode) => void;
}

type Actions = Offer<'timeline'>;

/** What the palette can do here. The keys of the picture go on from there, so it gets the focus. */
export function useTimelineActions(parts: TimelineParts): Actions {
  const { host, controller, navigation, measure, detail, setMode } = parts;
  const focus = (selector: string) => host.current?.querySelector<HTMLElement>(selector)?.focus();
  const inPicture = (run: () => unknown) => () => {
    focus('[role=application]');
    run();
  };
  const next = (kind: TimelineEventKind) => inPicture(() => void navigation.next(kind));
  const lanes = (mode: LaneMode) => inPicture(() => setMode(mode));
  const actions: Actions = {
    zoomIn: inPicture(() => controller.zoom(0.5)),
    zoomOut: inPicture(() => controller.zoom(2)),
    fit: inPicture(() => controller.fit()),
    zoomToSpan: detail && inPicture(() => zoomTo(controller, detail)),
    earlier: inPicture(() => controller.pan(-0.5)),
    later: inPicture(() => controller.pan(0.5)),
    find: () => focus('input[type=search]'),
    gc: next('gc'),
    stw: next('stw'),
    // Of a lane, and a lane is chosen by its span.
    ...(detail !== undefined && {
      run: next('run'),
      block: next('block'),
      wake: next('wake'),
      end: next('end'),
    }),
    measure: inPicture(measure.toggle),
    clearMeasure: measure.range && inPicture(() => measure.set(undefined)),
    procs: lanes('procs'),
    threads: lanes('threads'),
    groups: lanes('groups'),
    goroutines: lanes('goroutines'),
    copyLink: () => void navigation.copyLink(),
  };
  useOfferedActions('timeline', actions);
  return actions;
}

/** A quarter of the span is left free on either side. */
function zoomTo(controller: ViewController, { beginNs, endNs }: TimelineDetail): void {
  const room = (endNs - beginNs) / 4;
  controller.show(beginNs - room, endNs + room);
}
