import type { ReactNode } from 'react';
import { Icon } from './icon';

/** Teaches instead of being blank: what is shown here, what fills it, a button that does it. */
export function EmptyState(props: {
  icon: string;
  title: string;
  text: string;
  children?: ReactNode;
}) {
  return (
    <div className="empty-state" role="status">
      <Icon name={props.icon} />
      <h3>{props.title}</h3>
      <p>{props.text}</p>
      {props.children}
    </div>
  );
}
