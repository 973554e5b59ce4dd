import { useTranslation } from 'react-i18next';
import { useFormats } from '../../i18n/setup';
import { useSession } from '../../store/session';
import {
  addRuns,
  chooseRuns,
  clearSide,
  removeRun,
  useTraceDiff,
  type DiffSide,
} from '../../store/trace-diff';
import { Icon } from '../../widgets/icon';

/** One side of the comparison: its traces, and where more can come from. */
export function SidePicker({ side }: { side: DiffSide }) {
  const { t } = useTranslation();
  const f = useFormats();
  const files = useTraceDiff((state) => state.files[side]);
  // Once compared the list is seldom wanted: the table needs the room.
  const isCompared = useTraceDiff((state) => state.diff !== undefined);
  const bundles = useSession((state) => state.bundles);
  const name = t(`traceDiff.sides.${side}`);
  return (
    <section className="diff-side" aria-label={name}>
      <header>
        <b>{name}</b>
        <button className="button small" onClick={() => void chooseRuns(side, 'files')}>
          {t('traceDiff.addFiles')}
        </button>
        <button className="button small" onClick={() => void chooseRuns(side, 'folder')}>
          {t('traceDiff.addFolder')}
        </button>
        {bundles.length > 0 && (
          <select
            className="input small"
            aria-label={t('traceDiff.addBundleTo', { side: name })}
            value=""
            onChange={(event) => void addRuns(side, [event.target.value])}
          >
            <option value="">{t('traceDiff.addBundle')}</option>
            {bundles.map(({ bundle, findings }) => (
              <option key={bundle} value={bundle}>
                {findings.session.target.package} · {f.dateTime(findings.session.createdAtMs)}
              </option>
            ))}
          </select>
        )}
        {files.length > 0 && (
          <button
            className="icon-button"
            aria-label={t('traceDiff.clear', { side: name })}
            title={t('traceDiff.clear', { side: name })}
            onClick={() => clearSide(side)}
          >
            <Icon name="clear-all" />
          </button>
        )}
      </header>
      {files.length > 0 && (
        <details open={!isCompared}>
          <summary className="dim">{t('traceDiff.runs', { count: files.length })}</summary>
          <ul aria-label={t('traceDiff.tracesOf', { side: name })}>
            {files.map((file) => (
              <li key={file} title={file}>
                <span className="truncate">{file.slice(file.lastIndexOf('/') + 1)}</span>
                <button
                  className="icon-button"
                  aria-label={t('traceDiff.remove', { file })}
                  onClick={() => removeRun(side, file)}
                >
                  <Icon name="close" />
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
