import { useTranslation } from 'react-i18next';
import { Icon } from '../../widgets/icon';
import type { FlameColoring } from '../../widgets/flame-palette';
import { Segmented } from '../../widgets/segmented';

export const flameShapes = ['callees', 'callers', 'sandwich'] as const;
export type FlameShape = (typeof flameShapes)[number];

interface FlameToolsProps {
  readonly search: string;
  readonly onSearch: (search: string) => void;
  /** What the search matched, or the total. */
  readonly found: string;
  readonly shape: FlameShape;
  readonly onShape: (shape: FlameShape) => void;
  /** There is a function to put in the middle. */
  readonly canSandwich: boolean;
  readonly isUpright: boolean;
  readonly onUpright: (isUpright: boolean) => void;
  readonly coloring: FlameColoring;
  readonly onColoring: (coloring: FlameColoring) => void;
  readonly hasBase: boolean;
}

/** What is shown of the call tree, and how. */
export function FlameTools(props: FlameToolsProps) {
  const { t } = useTranslation();
  return (
    <div className="table-tools">
      <input
        className="input small"
        type="search"
        value={props.search}
        placeholder={t('profile.search')}
        aria-label={t('profile.search')}
        title={t('profile.searchHelp')}
        onChange={(event) => props.onSearch(event.target.value)}
      />
      <Segmented
        label={t('profile.shape')}
        options={flameShapes}
        value={props.shape}
        textOf={(each) => t(`profile.shapes.${each}`)}
        onChoose={props.onShape}
        titleOf={(each) => t(`profile.shapeHelp.${each}`)}
        isDisabled={(each) => each === 'sandwich' && !props.canSandwich}
      />
      <select
        className="input small"
        aria-label={t('profile.coloring')}
        value={props.coloring}
        onChange={(event) => props.onColoring(event.target.value as FlameColoring)}
      >
        <option value="group">{t('profile.byPackage')}</option>
        <option value="difference" disabled={!props.hasBase}>
          {t('profile.byDifference')}
        </option>
        <option value="plain">{t('profile.oneColor')}</option>
      </select>
      <button
        className="button small"
        aria-pressed={props.isUpright}
        disabled={props.shape === 'sandwich'}
        title={t('profile.uprightHelp')}
        onClick={() => props.onUpright(!props.isUpright)}
      >
        <Icon name={props.isUpright ? 'arrow-up' : 'arrow-down'} />
        {t(props.isUpright ? 'profile.rootBelow' : 'profile.rootAbove')}
      </button>
      <span className="dim count" role="status">
        {props.found}
      </span>
    </div>
  );
}
