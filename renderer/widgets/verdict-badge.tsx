import { useTranslation } from 'react-i18next';

/** A word with a shape, so that it can be told without its colour. */
export function VerdictBadge({ verdict }: { verdict: 'confirmed' | 'inconclusive' | 'refuted' }) {
  const { t } = useTranslation();
  return (
    <span className={`badge ${verdict}`}>
      <i aria-hidden="true" />
      {t(`verdictWord.${verdict}`)}
    </span>
  );
}
