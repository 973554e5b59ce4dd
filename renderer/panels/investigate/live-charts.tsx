import { useTranslation } from 'react-i18next';
import type { TraceSecond } from '../../../app/contract/session';
import { useFormats } from '../../i18n/setup';
import { cancelInvestigation } from '../../store/actions';
import type { Investigation } from '../../store/investigation';
import { SeriesChart, type SeriesPoint } from '../../widgets/series-chart';
import { KeepLastSeconds, KeptTraces } from './keep-last-seconds';
import { useNow } from './use-now';

interface Chart {
  readonly id: string;
  readonly title: string;
  /** The latest figure, in words. */
  readonly now: string;
  readonly more?: string | undefined;
  readonly color: string;
  readonly points: readonly SeriesPoint[];
  readonly fromZero: boolean;
}

/** The program while it is recorded, once a second: by its own metrics, and by the trace as it is written. */
export function LiveCharts({ investigation }: { investigation: Investigation }) {
  const { t } = useTranslation();
  const { metrics, traceWindow } = investigation;
  const metricCharts = useMetricCharts(investigation);
  const traceCharts = useTraceCharts(investigation);
  return (
    <div className="live">
      <header>
        <h1>{t('investigate.recording')}</h1>
        <div className="live-actions">
          <KeepLastSeconds investigation={investigation} />
          <button className="button" onClick={() => void cancelInvestigation()}>
            {t('commands.cancel')}
          </button>
        </div>
      </header>
      <KeptTraces investigation={investigation} />
      <section aria-labelledby="live-metrics">
        <h2 id="live-metrics" className="section-title">
          {t('charts.metrics')}
        </h2>
        <p className="dim">
          {t(metrics.length === 0 ? 'investigate.noSamples' : 'investigate.live')}
        </p>
        <ChartGrid
          charts={metricCharts}
          marks={investigation.profilesAtMs}
          band={traceWindow && { from: traceWindow.startMs, to: traceWindow.endMs }}
        />
        <p className="dim legend">
          <i style={{ background: 'var(--alloc)' }} /> {t('charts.profileMark')}
          <i className="band" style={{ background: 'var(--time-soft)' }} /> {t('charts.traceBand')}
        </p>
      </section>
      <section aria-labelledby="live-trace">
        <h2 id="live-trace" className="section-title">
          {t('charts.trace')}
        </h2>
        <TraceState investigation={investigation} />
        {traceCharts.length > 0 && <ChartGrid charts={traceCharts} marks={[]} band={undefined} />}
      </section>
    </div>
  );
}

function useMetricCharts({ metrics }: Investigation): readonly Chart[] {
  const { t } = useTranslation();
  const f = useFormats();
  const last = metrics.at(-1);
  const chart = (
    id: 'heap' | 'goroutines' | 'pause' | 'latency',
    color: string,
    value: (sample: (typeof metrics)[number]) => number,
    format: (value: number) => string,
  ): Chart => ({
    id,
    title: t(`charts.${id}`),
    now: last === undefined ? '–' : format(value(last)),
    color,
    points: metrics.map((sample) => ({ x: sample.atMs, y: value(sample) })),
    fromZero: id !== 'heap',
  });
  return [
    chart('heap', 'var(--mem)', (sample) => sample.heapLiveBytes, f.bytes),
    chart('goroutines', 'var(--time)', (sample) => sample.goroutines, f.count),
    chart('pause', 'var(--alloc)', (sample) => sample.gcPauseMaxMs, f.milliseconds),
    chart('latency', 'var(--accent)', (sample) => sample.schedLatencyP99Ms, f.milliseconds),
  ];
}

function useTraceCharts({ traceSeconds }: Investigation): readonly Chart[] {
  const { t } = useTranslation();
  const f = useFormats();
  const last = traceSeconds.at(-1);
  if (last === undefined) return [];
  const points = (value: (second: TraceSecond) => number) =>
    traceSeconds.map((second) => ({ x: second.atMs, y: value(second) }));
  return [
    {
      id: 'alive',
      title: t('charts.alive'),
      now: f.count(last.alive),
      more: t('charts.createdEnded', {
        created: f.count(last.created),
        ended: f.count(last.ended),
      }),
      color: 'var(--time)',
      points: points((second) => second.alive),
      fromZero: true,
    },
    {
      id: 'latencySecond',
      title: t('charts.latencySecond'),
      now: f.milliseconds(last.schedLatencyP99Ms),
      color: 'var(--accent)',
      points: points((second) => second.schedLatencyP99Ms),
      fromZero: true,
    },
    {
      id: 'pauseSecond',
      title: t('charts.pauseSecond'),
      now: f.milliseconds(last.gcPauseMaxMs),
      more: t('charts.pauses', { n: f.count(last.gcPauses) }),
      color: 'var(--alloc)',
      points: points((second) => second.gcPauseMaxMs),
      fromZero: true,
    },
    {
      id: 'heapInUse',
      title: t('charts.heapInUse'),
      now: f.bytes(last.heapBytes),
      color: 'var(--mem)',
      points: points((second) => second.heapBytes),
      fromZero: false,
    },
  ];
}

/** Where the trace stands: not begun, being written, complete. */
function TraceState({
  investigation: { traceWindow, traceSeconds },
}: {
  investigation: Investigation;
}) {
  const { t } = useTranslation();
  const f = useFormats();
  const now = useNow(true);
  if (traceWindow === undefined) return <p className="dim">{t('charts.traceLater')}</p>;
  const events = f.shortCount(traceSeconds.reduce((sum, second) => sum + second.events, 0));
  if (traceSeconds.length === 0) return <p className="dim">{t('charts.traceFirst')}</p>;
  const isOver = performance.timeOrigin + now > traceWindow.endMs + 1500;
  return <p className="dim">{t(isOver ? 'charts.traceDone' : 'charts.traceRuns', { events })}</p>;
}

function ChartGrid(props: {
  charts: readonly Chart[];
  marks: readonly number[];
  band: { readonly from: number; readonly to: number } | undefined;
}) {
  return (
    <div className="live-grid">
      {props.charts.map(({ id, title, now, more, color, points, fromZero }) => (
        <figure key={id}>
          <figcaption>
            <span>{title}</span>
            <span>
              {more !== undefined && <span className="dim">{more} </span>}
              <b>{now}</b>
            </span>
          </figcaption>
          <SeriesChart
            label={title}
            points={points}
            color={color}
            width={480}
            height={72}
            fromZero={fromZero}
            marks={id === 'heap' ? props.marks : []}
            markColor="var(--alloc)"
            band={props.band}
            bandColor="var(--time)"
          />
        </figure>
      ))}
    </div>
  );
}
