import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** What a person may ask of a breakpoint besides its place. */
export interface BreakpointTerms {
  readonly condition: string;
  readonly disabled: boolean;
  readonly ignore: number;
  readonly log: string;
}

interface Props<T extends BreakpointTerms> {
  /** Its place, for the names of the fields. */
  readonly place: string;
  readonly terms: T;
  readonly onChange: (terms: T) => void;
}

/** Whether it stops, when, and what it prints instead. Each field counts when it is left, or at Enter. */
export function BreakpointFields<T extends BreakpointTerms>({ place, terms, onChange }: Props<T>) {
  const { t } = useTranslation();
  return (
    <div className="breakpoint-fields">
      <label className="check">
        <input
          type="checkbox"
          aria-label={t('debug.enabled', { place })}
          checked={!terms.disabled}
          onChange={(event) => onChange({ ...terms, disabled: !event.target.checked })}
        />
        {t('debug.enabledShort')}
      </label>
      <TextField
        label={t('debug.condition', { place })}
        hint={t('debug.conditionHint')}
        value={terms.condition}
        onCommit={(condition) => onChange({ ...terms, condition })}
      />
      <TextField
        label={t('debug.passOver', { place })}
        hint={t('debug.passOverHint')}
        value={terms.ignore === 0 ? '' : String(terms.ignore)}
        onCommit={(text) => {
          const ignore = text.trim() === '' ? 0 : Number(text);
          if (Number.isSafeInteger(ignore) && ignore >= 0) onChange({ ...terms, ignore });
        }}
      />
      <TextField
        label={t('debug.logMessage', { place })}
        hint={t('debug.logHint')}
        value={terms.log}
        onCommit={(log) => onChange({ ...terms, log })}
      />
    </div>
  );
}

function TextField(props: {
  label: string;
  hint: string;
  value: string;
  onCommit: (text: string) => void;
}) {
  const { label, hint, value, onCommit } = props;
  const [text, setText] = useState(value);
  const commit = () => {
    if (text !== value) onCommit(text);
  };
  return (
    <input
      className="input small mono"
      aria-label={label}
      title={label}
      placeholder={hint}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  );
}
