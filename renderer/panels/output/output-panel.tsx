import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isDebugging, useDebugger } from '../../store/debugger';
import { useSession } from '../../store/session';
import { CopyButton } from '../../widgets/copy-button';
import { EmptyState } from '../../widgets/empty-state';

/** What the build and the target program print, kept apart from our own words. */
export function OutputPanel() {
  const { t } = useTranslation();
  const [source, setSource] = useState<'target' | 'build'>('target');
  const recorded = useSession(({ investigation }) =>
    source === 'build' ? investigation.buildOutput : investigation.targetOutput,
  );
  // The program that is being debugged, else the one that was investigated, else the one debugged last.
  const debugged = useDebugger((state) =>
    source === 'build' ? state.buildText : state.targetText,
  );
  const isLive = useDebugger(isDebugging);
  const text = isLive || recorded === '' ? debugged : recorded;
  const end = useRef<HTMLPreElement>(null);
  useEffect(() => {
    if (end.current !== null) end.current.scrollTop = end.current.scrollHeight;
  }, [text]);
  return (
    <div className="output">
      <div className="table-tools">
        <select
          className="input small"
          aria-label={t('output.source')}
          value={source}
          onChange={(event) => setSource(event.target.value as typeof source)}
        >
          <option value="target">{t('output.target')}</option>
          <option value="build">{t('output.build')}</option>
        </select>
        <span className="count" />
        <CopyButton label={t('output.copy')} getText={() => text} />
      </div>
      {text === '' ? (
        <EmptyState icon="output" title={t('output.emptyTitle')} text={t('output.empty')} />
      ) : (
        <pre ref={end} tabIndex={0} role="log" aria-label={t(`output.${source}`)}>
          {text}
        </pre>
      )}
    </div>
  );
}
