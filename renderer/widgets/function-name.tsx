import { ownNameAt } from '../../app/domain/format/go-name';

/** A Go name whose package path gives way first where there is little room: what tells functions apart is its end. */
export function FunctionName({ name, title = name }: { name: string; title?: string }) {
  const end = ownNameAt(name);
  return (
    <code className="function-name" title={title}>
      {end > 0 && <span className="path">{name.slice(0, end)}</span>}
      <span className="own">{name.slice(end)}</span>
    </code>
  );
}
