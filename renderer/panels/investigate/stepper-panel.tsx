import { useTranslation } from 'react-i18next';
import { stepNames } from '../../../app/contract/manifest';
import { useFormats } from '../../i18n/setup';
import { cancelInvestigation, exportReport } from '../../store/actions';
import { isBusy, stepsOfFindings, type Investigation } from '../../store/investigation';
import { getActiveBundle, useSession } from '../../store/session';
import { revealPanel } from '../../store/view';
import { SeriesChart } from '../../widgets/series-chart';
import { Step } from './step';
import { useNow } from './use-now';

/** The guided path: what each step does, took and made; and what to do next. */
export function StepperPanel() {
  const { t } = useTranslation();
  const investigation = useSession((state) => state.investigation);
  const open = useSession(getActiveBundle);
  const busy = isBusy(investigation);
  const now = useNow(busy);
  // A bundle opened from disk tells its own story; one recorded here shows what was seen live.
  const isFromDisk = open !== undefined && investigation.phase === 'idle';
  const shown = isFromDisk ? stepsOfFindings(open.findings) : investigation.steps;
  return (
    <div className="side-panel stepper">
      <h2 className="section-title">{t('investigate.heading')}</h2>
      <ol aria-label={t('investigate.steps')}>
        {stepNames.map((name) => (
          <Step key={name} step={shown[name]} now={now} />
        ))}
      </ol>
      <div className="spring" />
      <LiveHeap investigation={investigation} />
      {busy && (
        <button className="button wide" onClick={() => void cancelInvestigation()}>
          {t('commands.cancel')}
        </button>
      )}
      {!busy && open !== undefined && <ExportButtons />}
      {!busy && (
        <button className="button wide" onClick={() => revealPanel('investigate')}>
          {t(open === undefined ? 'investigate.setUp' : 'investigate.again')}
        </button>
      )}
    </div>
  );
}

function LiveHeap({ investigation }: { investigation: Investigation }) {
  const { t } = useTranslation();
  const f = useFormats();
  const { metrics, profilesAtMs, traceWindow } = investigation;
  const last = metrics.at(-1);
  if (last === undefined) return null;
  return (
    <figure className="live-heap">
      <figcaption className="section-title">
        {t('charts.heap')} <b>{f.bytes(last.heapLiveBytes)}</b>
      </figcaption>
      <SeriesChart
        label={t('charts.heap')}
        points={metrics.map((sample) => ({ x: sample.atMs, y: sample.heapLiveBytes }))}
        color="var(--mem)"
        width={224}
        height={64}
        marks={profilesAtMs}
        markColor="var(--alloc)"
        band={traceWindow && { from: traceWindow.startMs, to: traceWindow.endMs }}
        bandColor="var(--time)"
      />
    </figure>
  );
}

function ExportButtons() {
  const { t } = useTranslation();
  const isExporting = useSession((state) => state.pending.includes('report.export'));
  const run = (format: 'html' | 'pdf' | 'json') =>
    void exportReport(format, (path) => t('verdict.exported', { path }));
  return (
    <div className="export" role="group" aria-label={t('verdict.export')}>
      <button className="button primary" disabled={isExporting} onClick={() => run('html')}>
        {t('verdict.export')}
      </button>
      <button
        className="button"
        disabled={isExporting}
        aria-label={t('commands.exportPdf')}
        onClick={() => run('pdf')}
      >
        PDF
      </button>
      <button
        className="button"
        disabled={isExporting}
        aria-label={t('commands.exportJson')}
        onClick={() => run('json')}
      >
        JSON
      </button>
    </div>
  );
}
