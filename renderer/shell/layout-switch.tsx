import { useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLayout, layoutNames, useView, type LayoutName } from '../store/view';
import { Icon } from '../widgets/icon';

const icons: Readonly<Record<LayoutName, string>> = {
  investigate: 'target',
  profile: 'flame',
  trace: 'graph-line',
  debug: 'debug-alt',
};
const steps: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: layoutNames.length - 1,
  ArrowUp: layoutNames.length - 1,
};

/** What the panels are arranged for. One stop of Tab: the arrows go from one to the next. */
export function LayoutSwitch() {
  const { t } = useTranslation();
  const layout = useView((state) => state.layout);
  const isWorking = useView((state) => state.screen === 'work');
  const host = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = layoutNames[(layoutNames.indexOf(layout) + step) % layoutNames.length]!;
    chooseLayout(next);
    // The layout gave the focus to its panel: who goes through them by arrows stays here.
    host.current?.querySelector<HTMLElement>(`[data-layout=${next}]`)?.focus();
  };
  return (
    <>
      <div
        className="layout-switch"
        role="radiogroup"
        aria-label={t('layouts.label')}
        ref={host}
        onKeyDown={onKeyDown}
      >
        {layoutNames.map((name, index) => (
          <button
            key={name}
            role="radio"
            data-layout={name}
            aria-checked={isWorking && layout === name}
            tabIndex={layout === name ? 0 : -1}
            title={`${t(`layouts.about.${name}`)} (Ctrl+${index + 1})`}
            onClick={() => chooseLayout(name)}
          >
            <Icon name={icons[name]} />
            <span className="name">{t(`layouts.${name}`)}</span>
          </button>
        ))}
      </div>
      <span className="visually-hidden" role="status" aria-label={t('layouts.label')}>
        {isWorking && t('layouts.now', { name: t(`layouts.${layout}`) })}
      </span>
    </>
  );
}
