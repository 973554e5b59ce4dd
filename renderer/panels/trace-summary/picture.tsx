import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** A plot under its title; what its colours stand for is beside it. */
export function Picture(props: {
  title: string;
  help?: string;
  keys?: readonly ('running' | 'collecting' | 'in-use' | 'goal' | 'floor')[];
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <section className="picture" aria-label={props.title}>
      <header title={props.help}>
        <h4>{props.title}</h4>
        {props.keys?.map((key) => (
          <span key={key} className="key">
            <i className={key} />
            {t(`traceSummary.keys.${key}`)}
          </span>
        ))}
      </header>
      {props.children}
    </section>
  );
}
