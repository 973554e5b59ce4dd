import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button';
import { Icon } from './icon';

/** What a failure looks like, whatever failed. */
export interface FailureText {
  readonly code: string;
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly detail?: string | undefined;
}

/** What was tried, what stopped it, what to do; the foreign tool's own words fold out. */
export function FailureNote({ failure, children }: { failure: FailureText; children?: ReactNode }) {
  const { t } = useTranslation();
  const all = () =>
    [`[${failure.code}] ${failure.message}`, failure.remedy, failure.detail]
      .filter((part) => part !== undefined)
      .join('\n\n');
  return (
    <div className="failure" role="alert">
      <Icon name="error" />
      <div className="body">
        <div>{failure.message}</div>
        {failure.remedy !== undefined && <div className="remedy">{failure.remedy}</div>}
        {failure.detail !== undefined && (
          <details>
            <summary>{t('common.details')}</summary>
            <pre tabIndex={0}>{failure.detail}</pre>
          </details>
        )}
      </div>
      <div className="actions">
        <CopyButton label={t('common.copyDetails')} getText={all} />
        {children}
      </div>
    </div>
  );
}
