import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../i18n/setup';
import { request, subscribe } from '../../store/bridge';
import { Progress } from '../../widgets/progress';

/** A wait shorter than this would only flicker. */
const quietMs = 300;
/** What the first moments promise is no estimate. */
const estimateMs = 1000;

/** How far the reading of a trace is, about how long it still takes, and a way to end it. */
export function Reading({ trace }: { trace: string }) {
  const { t } = useTranslation();
  const f = useFormats();
  const [{ share, elapsedMs }, setState] = useState({ share: 0, elapsedMs: 0 });
  useEffect(() => {
    const startedMs = Date.now();
    const tell = (next?: number) =>
      setState((before) => ({ share: next ?? before.share, elapsedMs: Date.now() - startedMs }));
    const timer = setTimeout(tell, quietMs);
    const stop = subscribe('trace.summarising', (body) => {
      if (body.trace === trace) tell(body.share);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [trace]);
  if (elapsedMs < quietMs) return null;
  const leftMs = (elapsedMs * (1 - share)) / share;
  return (
    <div className="summary-reading" role="status">
      <Progress label={t('traceSummary.reading')} part={share} />
      <span className="dim">
        {t('traceSummary.readingPart', { part: f.percent(share) })}
        {elapsedMs > estimateMs &&
          share > 0 &&
          ` · ${t('traceSummary.left', { time: f.seconds(leftMs / 1000) })}`}
      </span>
      <button className="button small" onClick={() => void request('trace.stop-summary', {})}>
        {t('traceSummary.cancel')}
      </button>
    </div>
  );
}
