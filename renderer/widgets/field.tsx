import { useId, type ReactNode } from 'react';

/** A labelled control of a form, with what to know about it below. */
export function Field(props: {
  readonly label: string;
  readonly hint?: string;
  /** The control; it takes the id that the label names. */
  readonly children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      {props.children(id)}
      {props.hint !== undefined && <span className="hint">{props.hint}</span>}
    </div>
  );
}

/** A field of one line of text. */
export function TextField(props: {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** For what a program reads: arguments, commands, expressions. */
  readonly isCode?: boolean;
  readonly isNumber?: boolean;
  readonly placeholder?: string;
}) {
  const { label, hint, value, onChange, isCode = false, isNumber = false, placeholder } = props;
  return (
    <Field label={label} {...(hint !== undefined && { hint })}>
      {(id) => (
        <input
          id={id}
          className={isCode ? 'input mono' : 'input'}
          inputMode={isNumber ? 'numeric' : undefined}
          placeholder={placeholder}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** A field that takes one of a few. */
export function SelectField<T extends string>(props: {
  readonly label: string;
  readonly hint?: string;
  readonly value: T | undefined;
  readonly options: readonly T[];
  readonly onChange: (option: T) => void;
  readonly textOf?: (option: T) => string;
  /** Stands there when there are no options. */
  readonly none?: string;
}) {
  const { label, hint, value, options, onChange, textOf = (option) => option, none } = props;
  return (
    <Field label={label} {...(hint !== undefined && { hint })}>
      {(id) => (
        <select
          id={id}
          className="input"
          value={value}
          onChange={(event) => onChange(event.target.value as T)}
        >
          {options.length === 0 && none !== undefined && <option value="">{none}</option>}
          {options.map((option) => (
            <option key={option} value={option}>
              {textOf(option)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
