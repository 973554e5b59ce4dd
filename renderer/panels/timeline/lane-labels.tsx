import { useTranslation } from 'react-i18next';
import type { TimelineGoroutine, TimelineSummary } from '../../../app/contract/timeline';
import { useFormats } from '../../i18n/setup';
import { formatPosition } from '../../store/selection';
import { Icon } from '../../widgets/icon';
import { minimapHeight } from '../../widgets/timeline-canvas/model';
import type { LaneSpec } from './lane-rows';

export interface LaneLabelsProps {
  readonly summary: TimelineSummary;
  readonly specs: readonly LaneSpec[];
  readonly scrollTop: number;
  readonly headHeight: number;
  readonly pinned: readonly {
    readonly y: number;
    readonly height: number;
    readonly text: string;
  }[];
  readonly goroutineOf: (spec: LaneSpec & { kind: 'goroutine' }) => TimelineGoroutine | undefined;
  readonly laneOf: (spec: LaneSpec) => number | undefined;
  readonly current: number | undefined;
  readonly dim: ReadonlySet<number>;
  readonly onChoose: (spec: LaneSpec) => void;
}

/** Names of the lanes, beside them. The keyboard walks them from the canvas. */
export function LaneLabels(props: LaneLabelsProps) {
  const { t } = useTranslation();
  return (
    <>
      <div className="timeline-head" style={{ height: props.headHeight }}>
        <ul
          className="timeline-legend"
          aria-label={t('timeline.legend')}
          style={{ height: minimapHeight + 16 }}
        >
          {(['running', 'runnable', 'syscall', 'waiting'] as const).map((state) => (
            <li key={state} className={state}>
              <i aria-hidden="true" />
              {t(`timeline.state.${state}`)}
            </li>
          ))}
        </ul>
        {props.pinned.map(({ y, height, text }) => (
          <span key={text} style={{ top: y, lineHeight: `${height}px` }}>
            {text}
          </span>
        ))}
      </div>
      <ul className="lane-labels" aria-label={t('timeline.lanes')}>
        {props.specs.map((spec) => (
          <LaneLabel key={spec.y} spec={spec} {...props} />
        ))}
      </ul>
    </>
  );
}

function LaneLabel({ spec, ...props }: LaneLabelsProps & { spec: LaneSpec }) {
  const { t } = useTranslation();
  const f = useFormats();
  const lane = props.laneOf(spec);
  const isCurrent = lane !== undefined && lane === props.current;
  const classes = [
    'lane-label',
    spec.kind === 'goroutine' && spec.group !== undefined ? 'member' : '',
    isCurrent ? 'current' : '',
    lane !== undefined && props.dim.has(lane) ? 'is-dim' : '',
  ];
  return (
    <li
      className={classes.join(' ')}
      aria-current={isCurrent ? 'true' : undefined}
      style={{ top: props.headHeight + spec.y - props.scrollTop, height: spec.height }}
      onClick={() => props.onChoose(spec)}
    >
      {spec.kind === 'context' &&
        t(
          props.summary.procs.some((each) => each.lane === lane)
            ? 'timeline.proc'
            : 'timeline.thread',
          {
            id: spec.id,
          },
        )}
      {spec.kind === 'group' && (
        <>
          <Icon name={spec.isOpen ? 'chevron-down' : 'chevron-right'} />
          <span className="count">{f.shortCount(spec.group.goroutines)}</span>
          <code className="truncate" title={titleOf(spec.group)}>
            {spec.group.function || t('timeline.unknown')}
          </code>
        </>
      )}
      {spec.kind === 'goroutine' && <GoroutineLabel goroutine={props.goroutineOf(spec)} />}
    </li>
  );
}

function titleOf({ function: name, createdBy }: TimelineSummary['groups'][number]): string {
  if (createdBy === undefined) return name;
  const place = formatPosition({ path: createdBy.file, line: createdBy.line });
  return `${name} ← ${createdBy.function} ${place}`;
}

function GoroutineLabel({ goroutine }: { goroutine: TimelineGoroutine | undefined }) {
  if (goroutine === undefined) return <span className="dim">…</span>;
  return (
    <>
      <span>G{goroutine.goid}</span>
      <code className="truncate dim">{goroutine.function}</code>
    </>
  );
}
