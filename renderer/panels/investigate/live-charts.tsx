import { useTranslation } from 'react-i18next';
import type { MetricsSample } from '../../../app/contract/manifest';
import { useFormats } from '../../i18n/setup';
import { cancelInvestigation } from '../../store/actions';
import type { Investigation } from '../../store/investigation';
import { SeriesChart } from '../../widgets/series-chart';

interface Chart {
  readonly id: 'heap' | 'goroutines' | 'pause' | 'latency';
  readonly color: string;
  readonly value: (sample: MetricsSample) => number;
}

const charts: readonly Chart[] = [
  { id: 'heap', color: 'var(--mem)', value: (sample) => sample.heapLiveBytes },
  { id: 'goroutines', color: 'var(--time)', value: (sample) => sample.goroutines },
  { id: 'pause', color: 'var(--alloc)', value: (sample) => sample.gcPauseMaxMs },
  { id: 'latency', color: 'var(--accent)', value: (sample) => sample.schedLatencyP99Ms },
];

/** The program while it is recorded, once a second. */
export function LiveCharts({ investigation }: { investigation: Investigation }) {
  const { t } = useTranslation();
  const f = useFormats();
  const { metrics, traceWindow } = investigation;
  const last = metrics.at(-1);
  const format = (id: Chart['id'], value: number) => {
    if (id === 'heap') return f.bytes(value);
    return id === 'goroutines' ? f.count(value) : f.milliseconds(value);
  };
  return (
    <div className="live">
      <header>
        <h1>{t('investigate.recording')}</h1>
        <button className="button" onClick={() => void cancelInvestigation()}>
          {t('commands.cancel')}
        </button>
      </header>
      <p className="dim">{t(last === undefined ? 'investigate.noSamples' : 'investigate.live')}</p>
      <div className="live-grid">
        {charts.map(({ id, color, value }) => (
          <figure key={id}>
            <figcaption>
              <span>{t(`charts.${id}`)}</span>
              <b>{last === undefined ? '–' : format(id, value(last))}</b>
            </figcaption>
            <SeriesChart
              label={t(`charts.${id}`)}
              points={metrics.map((sample) => ({ x: sample.atMs, y: value(sample) }))}
              color={color}
              width={480}
              height={96}
              fromZero={id !== 'heap'}
              marks={id === 'heap' ? investigation.profilesAtMs : []}
              markColor="var(--alloc)"
              band={traceWindow && { from: traceWindow.startMs, to: traceWindow.endMs }}
              bandColor="var(--time)"
            />
          </figure>
        ))}
      </div>
      <p className="dim legend">
        <i style={{ background: 'var(--alloc)' }} /> {t('charts.profileMark')}
        <i className="band" style={{ background: 'var(--time-soft)' }} /> {t('charts.traceBand')}
      </p>
    </div>
  );
}
