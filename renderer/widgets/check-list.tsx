import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button';

export interface Check {
  readonly id: string;
  readonly title: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly says: string;
  readonly remedy?: string | undefined;
}

/** What works, what does not, and the command that helps. */
export function CheckList({ checks }: { checks: readonly Check[] }) {
  const { t } = useTranslation();
  return (
    <ul className="check-list">
      {checks.map(({ id, title, state, says, remedy }) => (
        <li key={id}>
          <i className={`dot ${state}`} />
          <div>
            <b>{title}</b> <span className="visually-hidden">{t(`doctor.${state}`)}</span>
            <span className="says">{says}</span>
            {remedy !== undefined && (
              <div className="remedy">
                <code>{remedy}</code>
                <CopyButton label={t('doctor.copyRemedy', { title })} getText={() => remedy} />
              </div>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
