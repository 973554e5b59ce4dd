import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Leg, LegName } from '../../../app/contract/findings';
import { Icon } from '../../widgets/icon';
import type { Mentions } from './mentions';
import { RichText } from './rich-text';

const legIcons: Readonly<Record<LegName, string>> = {
  allocation: 'flame',
  time: 'clock',
  memory: 'type-hierarchy-sub',
};

export interface LegCardProps {
  readonly name: LegName;
  readonly leg: Leg;
  readonly source: string;
  readonly mentions: Mentions;
  readonly footnote: string;
  readonly openLabel: string;
  readonly onOpen: () => void;
  readonly children: ReactNode;
}

/** One kind of evidence: hue, icon, word; its finding, its picture, the way to the panel. */
export function LegCard(props: LegCardProps) {
  const { name, leg, mentions } = props;
  const { t } = useTranslation();
  return (
    <section className={`leg leg-${name}`} aria-label={t(`legs.${name}`)}>
      <header>
        <b>
          <Icon name={legIcons[name]} /> {t(`legs.${name}`)}
        </b>
        <span className="truncate">{props.source}</span>
      </header>
      <p>
        {leg.stance !== 'supports' && <em>{t(`stance.${leg.stance}`)} </em>}
        <RichText text={leg.says} mentions={mentions} />
      </p>
      <div className="picture">{props.children}</div>
      <footer>
        <span className="truncate" title={props.footnote}>
          {props.footnote}
        </span>
        <button
          className="open"
          onClick={props.onOpen}
          aria-label={`${t(`legs.${name}`)}: ${props.openLabel}`}
        >
          {props.openLabel} ›
        </button>
      </footer>
    </section>
  );
}
