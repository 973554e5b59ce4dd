import { useFormats } from '../../i18n/setup';

/** What a figure changed by since the base: signed, and warm or cold. */
export function Change({ value, unit }: { value: number; unit: string }) {
  const f = useFormats();
  const tone = value === 0 ? 'dim' : value > 0 ? 'grow' : 'shrink';
  return <span className={`figure change ${tone}`}>{f.delta(value, unit)}</span>;
}
