import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icon';

/** Copies a text made only when asked for, and says that it did. */
export function CopyButton(props: { label: string; getText: () => string | Promise<string> }) {
  const { label, getText } = props;
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await navigator.clipboard.writeText(await getText());
    setCopied(true);
  };
  return (
    <button className="icon-button" aria-label={label} title={label} onClick={() => void copy()}>
      <Icon name={copied ? 'check' : 'copy'} />
      <span className="visually-hidden" role="status">
        {copied ? t('common.copied') : ''}
      </span>
    </button>
  );
}
