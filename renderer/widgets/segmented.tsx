import { useId } from 'react';

interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly options: readonly T[];
  readonly value: T;
  readonly textOf: (option: T) => string;
  readonly onChoose: (option: T) => void;
}

/** A few views side by side, one of which is shown. */
export function Segmented<T extends string>(
  props: SegmentedProps<T> & {
    readonly titleOf?: (option: T) => string;
    readonly isDisabled?: (option: T) => boolean;
  },
) {
  return (
    <div className="segmented" role="group" aria-label={props.label}>
      {props.options.map((each) => (
        <button
          key={each}
          aria-pressed={props.value === each}
          className={props.value === each ? 'on' : ''}
          disabled={props.isDisabled?.(each)}
          title={props.titleOf?.(each)}
          onClick={() => props.onChoose(each)}
        >
          {props.textOf(each)}
        </button>
      ))}
    </div>
  );
}

/** The same look for a choice within a form. */
export function SegmentedRadios<T extends string>(props: SegmentedProps<T>) {
  const name = useId();
  return (
    <div className="segmented" role="radiogroup" aria-label={props.label}>
      {props.options.map((each) => (
        <label key={each} className={props.value === each ? 'on' : ''}>
          <input
            type="radio"
            name={name}
            checked={props.value === each}
            onChange={() => props.onChoose(each)}
          />
          {props.textOf(each)}
        </label>
      ))}
    </div>
  );
}
