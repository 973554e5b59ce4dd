/** A Go name whose package path gives way first where there is little room: what tells functions apart is its end. */
export function FunctionName({ name, title = name }: { name: string; title?: string }) {
  const end = pathEnd(name);
  return (
    <code className="function-name" title={title}>
      {end > 0 && <span className="path">{name.slice(0, end)}</span>}
      <span className="own">{name.slice(end)}</span>
    </code>
  );
}

/** Behind the last slash of the package path; type arguments have slashes too. */
function pathEnd(name: string): number {
  const bracket = name.indexOf('[');
  return (bracket < 0 ? name : name.slice(0, bracket)).lastIndexOf('/') + 1;
}
