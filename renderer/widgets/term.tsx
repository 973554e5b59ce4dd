import { useId, type ReactNode } from 'react';

/** A word of the trade that explains itself when the pointer or the keyboard comes to it. */
export function Term({ children, help }: { children: ReactNode; help: string }) {
  const id = useId();
  return (
    <span className="term" tabIndex={0} aria-describedby={id}>
      {children}
      <span role="tooltip" id={id} className="term-help">
        {help}
      </span>
    </span>
  );
}
