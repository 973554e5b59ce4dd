import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelinePlace, TimelineSummary } from '../../../app/contract/timeline';
import { useFormats } from '../../i18n/setup';
import { useSelection } from '../../store/selection';
import { useTheme } from '../../store/use-theme';
import { formatDuration } from '../../widgets/timeline-canvas/axis';
import {
  axisHeight,
  minimapHeight,
  type LaneRow,
  type TimelineOverlay,
} from '../../widgets/timeline-canvas/model';
import {
  TimelineCanvas,
  type CanvasHandle,
  type CanvasPlace,
} from '../../widgets/timeline-canvas/timeline-canvas';
import { ViewController } from '../../widgets/timeline-canvas/view-controller';
import { LaneLabels } from './lane-labels';
import { LaneLoader } from './lane-loader';
import { createLaneModel, type LaneMode, type LaneSpec } from './lane-rows';
import { SpanDetail, useSpanText } from './span-detail';
import { SpanTooltip } from './span-tooltip';
import { Toolbar } from './toolbar';
import { useArrows } from './use-arrows';
import { useChosenSpan } from './use-chosen-span';
import { useDimmed } from './use-dimmed';
import { useFollowedSelection } from './use-followed-selection';
import { useGoroutinePages } from './use-goroutine-pages';
import { useMeasure } from './use-measure';
import { useNavigation } from './use-navigation';
import { useOverview } from './use-overview';
import { useTimelineActions } from './use-timeline-actions';

const gutterWidth = 232;
const gcHeight = 14;
const heapHeight = 40;
const headHeight = minimapHeight + axisHeight + gcHeight * 2 + heapHeight + 4;
/** Rows made ready beyond the edge, CSS pixels. */
const overscan = 120;

/**
 * Lanes, what is chosen on them, and how to get around. Longer than most files: it is where the
 * hooks beside it meet, and holds no logic of its own that could stand elsewhere.
 */
export function TimelineView({ summary }: { summary: TimelineSummary }) {
  const { trace, endNs } = summary;
  const { t } = useTranslation();
  const f = useFormats();
  const theme = useTheme();
  const [controller] = useState(() => new ViewController());
  const [mode, setMode] = useState<LaneMode>('procs');
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [scrollTop, setScrollTop] = useState(0);
  const [canvas, setCanvas] = useState<CanvasHandle>();
  const [hover, setHover] = useState<CanvasPlace>();
  const chosen = useChosenSpan(summary);
  const { detail, goid, choose, look } = chosen;
  const measure = useMeasure(detail, () => controller.view);
  const spanText = useSpanText();
  const host = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);

  useEffect(() => controller.extend(endNs), [controller, endNs]);
  useEffect(() => controller.onChange((view) => setScrollTop(view.scrollTop)), [controller]);

  const model = useMemo(() => createLaneModel(summary, mode, open), [summary, mode, open]);
  const band = Math.floor(scrollTop / overscan) * overscan;
  const specs = useMemo(
    () => model.between(band - overscan, band + size.height + overscan * 2),
    [model, band, size.height],
  );
  const goroutineOf = useGoroutinePages(trace, specs, summary.goroutines);
  const laneOf = (spec: LaneSpec): number | undefined =>
    spec.kind === 'context'
      ? spec.lane
      : spec.kind === 'group'
        ? spec.group.lane
        : goroutineOf(spec)?.lane;
  /** goid → lane, of the rows in sight; the same map as long as they are the same. */
  const laneKey = specs
    .flatMap((spec) => (spec.kind === 'goroutine' ? (goroutineOf(spec) ?? []) : []))
    .map(({ goid: id, lane }) => `${id}:${lane}`)
    .join();
  const goroutineLanes = useMemo(
    () =>
      new Map(
        laneKey === ''
          ? []
          : laneKey.split(',').map((pair) => pair.split(':').map(Number) as [number, number]),
      ),
    [laneKey],
  );
  const selectedFunction = useSelection(({ selection }) => selection.function);
  const dim = useDimmed(trace, selectedFunction, goid, goroutineLanes);
  const { arrows, notShown } = useArrows(trace, goid, goroutineLanes, controller);
  const overview = useOverview(summary);

  const rows: LaneRow[] = specs.flatMap((spec) => {
    const lane = laneOf(spec);
    if (lane === undefined) return [];
    return {
      lane,
      y: spec.y,
      height: spec.height,
      kind: spec.kind === 'group' ? ('counts' as const) : ('states' as const),
      isDim: dim.has(lane),
      isSelected:
        lane === detail?.lane || (goid !== undefined && goroutineLanes.get(goid) === lane),
    };
  });
  const rowsKey = JSON.stringify(rows);
  const shownRows = useMemo(() => JSON.parse(rowsKey) as LaneRow[], [rowsKey]);
  const pinned = useMemo(() => pinnedRows(summary), [summary]);

  const loader = useRef<LaneLoader>(undefined);
  useEffect(() => {
    if (canvas === undefined) return;
    const own = new LaneLoader(trace, controller, canvas);
    loader.current = own;
    const stop = controller.onChange(own.check);
    return () => {
      own.stop();
      stop();
    };
  }, [trace, controller, canvas]);
  useEffect(() => {
    const lanes = [
      ...new Set(
        [...pinned, ...shownRows].flatMap(({ lane, lineLane }) => [lane, lineLane ?? lane]),
      ),
    ];
    loader.current?.want(lanes, size.width, endNs);
  }, [canvas, pinned, shownRows, size.width, endNs]);

  const scrollToRow = useCallback((y: number | undefined) => {
    const element = scroller.current?.querySelector('.timeline-scroll');
    if (!element || y === undefined) return;
    const room = element.clientHeight - headHeight;
    if (y < element.scrollTop || y + 30 > element.scrollTop + room) {
      element.scrollTop = Math.max(0, y - room / 3);
    }
  }, []);
  /** Folds out what hides a goroutine's lane; its row is there with the next picture. */
  const wanted = useRef<TimelinePlace>(undefined);
  const reveal = useCallback(
    (place: TimelinePlace) => {
      const { group } = place;
      if (group !== undefined && mode !== 'goroutines') {
        if (mode !== 'groups') setMode('groups');
        setOpen((before) => (before.has(group) ? before : new Set([...before, group])));
      }
      wanted.current = place;
      controller.reveal(place.beginNs, place.endNs);
    },
    [controller, mode],
  );
  const show = useCallback(
    (place: TimelinePlace) => {
      reveal(place);
      void choose(place.lane, place.beginNs);
    },
    [reveal, choose],
  );
  const selectedRange = useFollowedSelection({
    ...{ summary, detail, controller },
    look: useCallback(
      (place: TimelinePlace) => {
        reveal(place);
        void look(place.lane, place.beginNs);
      },
      [reveal, look],
    ),
  });
  useEffect(() => {
    const place = wanted.current;
    if (place?.group === undefined) return;
    const y = model.placeOf(place.group, place.row ?? 0, place.rowOfAll ?? 0);
    if (y === undefined) return;
    wanted.current = undefined;
    scrollToRow(y);
  }, [model, detail, scrollToRow]);

  const overlay = useMemo(
    (): TimelineOverlay => ({
      bands: [
        { lane: summary.gcLane, color: 'gc' },
        { lane: summary.stwLane, color: 'stw' },
      ],
      marks: summary.heapProfilesNs,
      arrows,
      selected: detail && { begin: detail.beginNs, end: detail.endNs, lane: detail.lane },
      goid: goid ?? 0,
      measure: measure.range ?? selectedRange,
      overview,
      endNs,
    }),
    [summary, arrows, detail, goid, measure.range, selectedRange, overview, endNs],
  );

  const navigation = useNavigation({
    knownNs: summary.share < 1 ? endNs : Infinity,
    trace,
    controller,
    at: detail,
    goid,
    show,
  });
  const actions = useTimelineActions({
    ...{ host, controller, navigation, measure, detail, setMode },
  });

  const chooseRow = (spec: LaneSpec) => {
    if (spec.kind === 'group') {
      const { group } = spec.group;
      setOpen((before) => {
        const next = new Set(before);
        if (!next.delete(group)) next.add(group);
        return next;
      });
      return;
    }
    const lane = laneOf(spec);
    const { from, to } = controller.view;
    if (lane === undefined) return;
    const member = spec.kind === 'goroutine' ? goroutineOf(spec) : undefined;
    // A goroutine that lived elsewhere is shown where it lived.
    const begin = member?.beginNs ?? 0;
    const end = member?.endNs ?? endNs;
    const isInSight = begin < to && end > from;
    if (!isInSight) controller.reveal(begin, end);
    void choose(lane, isInSight ? Math.min(Math.max((from + to) / 2, begin), end - 1) : begin);
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const index = specs.findIndex((spec) => laneOf(spec) === detail?.lane);
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        const step = event.key === 'ArrowDown' ? 1 : -1;
        const next = specs.slice(...(step > 0 ? [index + 1] : [0, Math.max(0, index)]));
        const spec = (step > 0 ? next : next.reverse()).find(({ kind }) => kind !== 'group');
        if (spec !== undefined) {
          chooseRow(spec);
          scrollToRow(spec.y);
        }
        return true;
      }
      case 'ArrowLeft':
      case 'ArrowRight': {
        if (detail === undefined) return false;
        const at = event.key === 'ArrowRight' ? detail.endNs : detail.beginNs - 1;
        void choose(detail.lane, at).then((found) => {
          if (found !== undefined) controller.reveal(found.beginNs, found.endNs);
        });
        return true;
      }
      default: {
        const action = keyActions[event.key.toLowerCase()];
        if (action === undefined) return false;
        actions[action]?.();
        return true;
      }
    }
  };
  const onPick = ({ lane, ns }: CanvasPlace) => {
    const spec = specs.find((each) => laneOf(each) === lane);
    if (spec?.kind === 'group') chooseRow(spec);
    else if (lane !== undefined) void choose(lane, ns);
  };

  const state = {
    spans: f.shortCount(summary.spans),
    goroutines: f.count(summary.goroutines),
    duration: formatDuration(endNs),
    part: f.percent(summary.share),
  };
  const announced = detail
    ? `${detail.goid === undefined ? '' : `G${detail.goid} `}${t(`timeline.state.${detail.state}`)}, ${spanText(detail)}`
    : '';
  return (
    <div className="timeline" ref={host}>
      <Toolbar
        mode={mode}
        onMode={setMode}
        onFind={(text) => void navigation.find(text)}
        onNext={(kind) => void navigation.next(kind)}
        onFit={() => controller.fit()}
        onZoom={(factor) => controller.zoom(factor)}
        onCopyLink={() => void navigation.copyLink()}
        says={t(summary.share < 1 ? 'timeline.saysReading' : 'timeline.says', state)}
      />
      <div className="timeline-body" ref={scroller}>
        <TimelineCanvas
          label={t('timeline.canvas')}
          controller={controller}
          pinned={pinned}
          rows={shownRows}
          headHeight={headHeight}
          rowsHeight={model.height}
          overlay={overlay}
          theme={theme}
          gutterWidth={gutterWidth}
          gutter={
            <LaneLabels
              summary={summary}
              specs={specs}
              scrollTop={scrollTop}
              headHeight={headHeight}
              pinned={[
                { ...pinned[0]!, height: gcHeight * 2, text: t('timeline.gc') },
                { ...pinned[2]!, text: t('timeline.heap') },
              ]}
              goroutineOf={goroutineOf}
              laneOf={laneOf}
              current={detail?.lane}
              dim={dim}
              onChoose={chooseRow}
            />
          }
          onReady={setCanvas}
          onSize={useCallback((width: number, height: number) => setSize({ width, height }), [])}
          onPick={onPick}
          onHover={setHover}
          onMeasure={measure.set}
          onKey={onKey}
        >
          <SpanTooltip trace={trace} place={hover} left={gutterWidth} size={size} />
        </TimelineCanvas>
        {detail !== undefined && (
          <SpanDetail
            trace={trace}
            detail={detail}
            controller={controller}
            onPick={(atNs) => void choose(detail.lane, atNs)}
            onClose={chosen.clear}
          />
        )}
      </div>
      <div className="timeline-status">
        <span role="status" aria-live="polite" aria-label={t('panels.timeline')}>
          {navigation.says === '' ? announced : navigation.says}
        </span>
        {measure.range !== undefined && (
          <span role="status" aria-label={t('timeline.measure')}>
            {t(measure.isFollowing ? 'timeline.measuring' : 'timeline.measured', {
              duration: formatDuration(Math.abs(measure.range.to - measure.range.from)),
            })}
          </span>
        )}
        {notShown > 0 && <span>{t('timeline.arrowsHidden', { n: f.count(notShown) })}</span>}
        {summary.warning !== undefined && <span>{summary.warning}</span>}
      </div>
    </div>
  );
}

/** Keys of the picture beside those that move along it; the palette names them too. */
const keyActions: Readonly<Record<string, 'fit' | 'zoomToSpan' | 'find' | 'measure' | undefined>> =
  { f: 'fit', home: 'fit', z: 'zoomToSpan', '/': 'find', m: 'measure' };

function pinnedRows({ gcLane, stwLane, heapLane, goalLane }: TimelineSummary): readonly LaneRow[] {
  const top = minimapHeight + axisHeight;
  return [
    { lane: gcLane, y: top, height: gcHeight, kind: 'states', color: 'gc' },
    { lane: stwLane, y: top + gcHeight, height: gcHeight, kind: 'states', color: 'stw' },
    {
      lane: heapLane,
      y: top + gcHeight * 2,
      height: heapHeight,
      kind: 'values',
      lineLane: goalLane,
    },
  ];
}
