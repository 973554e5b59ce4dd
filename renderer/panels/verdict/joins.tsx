import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../app/contract/findings';
import { useFormats } from '../../i18n/setup';
import type { Mentions } from './mentions';
import { RichText } from './rich-text';

/** Where two legs meet in the very same object, goroutine or line. */
export function Joins({ finding, mentions }: { finding: Finding; mentions: Mentions }) {
  const { t } = useTranslation();
  const f = useFormats();
  const { joins, aliasing } = finding;
  if (joins.length === 0 && aliasing === undefined) return null;
  return (
    <ul className="joins" aria-label={t('verdict.joins')}>
      {joins.map((join) => (
        <li key={join.says} className="join">
          <span className="pair" aria-hidden="true">
            {join.between.map((leg) => (
              <i key={leg} className={`leg-${leg}`} />
            ))}
          </span>
          <span>
            <b>{t('verdict.matched', { matched: f.count(join.matched), of: f.count(join.of) })}</b>
            {/^[A-Z]/.test(join.says) ? ' · ' : ' '}
            <RichText text={withoutCount(join.says, join.matched, join.of)} mentions={mentions} />
          </span>
        </li>
      ))}
      {aliasing !== undefined && (
        <li className="join">
          <span className="pair" aria-hidden="true">
            <i className="leg-memory" />
          </span>
          <span>
            <b>{t('verdict.aliasing')}</b> <RichText text={aliasing.says} mentions={mentions} />
            {aliasing.example.length > 0 && (
              <code className="dim"> {aliasing.example.join(' ≡ ')}</code>
            )}
          </span>
        </li>
      )}
    </ul>
  );
}

/** The engine's sentence may begin with the numbers that are set in bold before it. */
function withoutCount(says: string, matched: number, of: number): string {
  const plain = says.replace(/^[\d,. ]+ of [\d,. ]+ /, '');
  const numbers = says.slice(0, says.length - plain.length).replace(/[^\d]+/g, ' ');
  const isSame = numbers.replaceAll(' ', '') === `${matched}${of}`;
  return isSame ? plain : says;
}
