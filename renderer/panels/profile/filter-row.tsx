import { useTranslation } from 'react-i18next';
import { useEffect, useState } from 'react';
import { Icon } from '../../widgets/icon';

export const filterNames = ['focus', 'ignore', 'hide', 'tagFocus', 'tagIgnore'] as const;
export type FilterName = (typeof filterNames)[number];
/** Expressions of `go tool pprof`, by option. */
export type Filters = { readonly [N in FilterName]?: string };

/** Go's expression for exactly this name. */
export const exactly = (name: string): string => `^${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`;

/** Adds an alternative to what is filtered already. */
export function addFilter(filters: Filters, name: FilterName, expression: string): Filters {
  const before = filters[name];
  return { ...filters, [name]: before === undefined ? expression : `${before}|${expression}` };
}

/** Fields for the filters; a field counts when Enter is pressed or it is left. */
export function FilterRow(props: { filters: Filters; onChange: (filters: Filters) => void }) {
  const { t } = useTranslation();
  const { filters, onChange } = props;
  const set = (name: FilterName, value: string) => {
    const { [name]: before, ...rest } = filters;
    if ((before ?? '') !== value) onChange(value === '' ? rest : { ...rest, [name]: value });
  };
  return (
    <div className="table-tools filter-row" role="group" aria-label={t('profile.filters')}>
      {filterNames.map((name) => (
        <label key={name} title={t(`profile.filterHelp.${name}`)}>
          <span className="mono dim">{name.toLowerCase()}</span>
          <FilterField
            name={name}
            value={filters[name] ?? ''}
            onChange={(value) => set(name, value)}
          />
        </label>
      ))}
      {Object.keys(filters).length > 0 && (
        <button className="button small" onClick={() => onChange({})}>
          <Icon name="clear-all" />
          {t('profile.clearFilters')}
        </button>
      )}
    </div>
  );
}

function FilterField(props: {
  name: FilterName;
  value: string;
  onChange: (value: string) => void;
}) {
  const [draft, setDraft] = useState(props.value);
  useEffect(() => setDraft(props.value), [props.value]);
  return (
    <input
      className="input small mono"
      aria-label={props.name.toLowerCase()}
      value={draft}
      spellCheck={false}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => props.onChange(draft.trim())}
      onKeyDown={(event) => event.key === 'Enter' && props.onChange(draft.trim())}
    />
  );
}
