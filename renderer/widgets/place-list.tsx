/** Names and where each is; choosing one leads there. */
export function PlaceList(props: {
  readonly label: string;
  readonly places: readonly {
    readonly name: string;
    readonly at: string;
    readonly title: string;
  }[];
  readonly onChoose: (index: number) => void;
}) {
  return (
    <ol aria-label={props.label}>
      {props.places.map(({ name, at, title }, index) => (
        <li key={index}>
          <button title={title} onClick={() => props.onChoose(index)}>
            <code className="truncate">{name}</code>
            <span className="dim">{at}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
