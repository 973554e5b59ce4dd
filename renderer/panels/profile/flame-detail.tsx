import { useTranslation } from 'react-i18next';
import { useFormats } from '../../i18n/setup';
import { Icon } from '../../widgets/icon';
import { Term } from '../../widgets/term';
import type { FlameNodeFacts } from './flame-node';

export const nodeActions = ['zoom', 'sandwich', 'focus', 'ignore', 'source'] as const;
export type NodeAction = (typeof nodeActions)[number];

const icons: Readonly<Record<NodeAction, string>> = {
  zoom: 'zoom-in',
  sandwich: 'layers',
  focus: 'filter',
  ignore: 'eye-closed',
  source: 'go-to-file',
};

interface DetailProps {
  readonly facts: FlameNodeFacts;
  readonly unit: string;
  readonly onAction: (action: NodeAction) => void;
}

/** The node with attention, in figures, and what can be done with it. */
export function FlameDetail({ facts, unit, onAction }: DetailProps) {
  const { t } = useTranslation();
  const f = useFormats();
  return (
    <section className="flame-detail" aria-label={t('profile.node')}>
      <code title={facts.name}>{facts.name}</code>
      <dl>
        <div>
          <dt>
            <Term help={t('profile.flatHelp')}>flat</Term>
          </dt>
          <dd>{f.value(facts.flat, unit)}</dd>
        </div>
        <div>
          <dt>
            <Term help={t('profile.cumHelp')}>cum</Term>
          </dt>
          <dd>{f.value(facts.cum, unit)}</dd>
        </div>
        <div>
          <dt>{t('profile.total_')}</dt>
          <dd>{f.percent(facts.ofTotal)}</dd>
        </div>
        {facts.ofParent !== undefined && (
          <div>
            <dt>{t('profile.parent')}</dt>
            <dd>{f.percent(facts.ofParent)}</dd>
          </div>
        )}
        {facts.delta !== 0 && (
          <div>
            <dt>Δ</dt>
            <dd className={facts.delta > 0 ? 'grow' : 'shrink'}>{f.delta(facts.delta, unit)}</dd>
          </div>
        )}
      </dl>
      <span className="actions">
        {nodeActions.map((action) => (
          <button
            key={action}
            className="button small"
            aria-label={t(`profile.action.${action}`)}
            title={`${t(`profile.action.${action}`)}: ${t(`profile.actionHelp.${action}`)}`}
            onClick={() => onAction(action)}
          >
            <Icon name={icons[action]} />
          </button>
        ))}
      </span>
    </section>
  );
}

/** The same actions where the pointer, or the menu key, asked for them. */
export function FlameMenu(props: {
  at: { readonly x: number; readonly y: number };
  onAction: (action: NodeAction) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <div
      className="flame-menu"
      role="menu"
      aria-label={t('profile.node')}
      style={{ left: props.at.x, top: props.at.y }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) props.onClose();
      }}
      onKeyDown={(event) => {
        const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
        const index = items.indexOf(document.activeElement as HTMLElement);
        const moves: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: items.length - 1 };
        const move = moves[event.key];
        if (event.key === 'Escape') props.onClose();
        else if (move !== undefined) items[(index + move) % items.length]?.focus();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {nodeActions.map((action, index) => (
        <button
          key={action}
          role="menuitem"
          autoFocus={index === 0}
          onClick={() => {
            props.onAction(action);
            props.onClose();
          }}
        >
          <Icon name={icons[action]} />
          {t(`profile.action.${action}`)}
        </button>
      ))}
    </div>
  );
}
