import { shortenPackages } from '../../app/domain/format/go-name';

/** A Go name with packages by their name only; the whole stands in the tooltip. */
export function GoName({ name, className }: { name: string; className?: string | undefined }) {
  const short = shortenPackages(name);
  return (
    <code className={className} title={short === name ? undefined : name}>
      {short}
    </code>
  );
}
