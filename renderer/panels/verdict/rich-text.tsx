import { useSelection, type Selection } from '../../store/selection';
import { revealPanel } from '../../store/view';
import { splitMentions, type Mentions } from './mentions';

/** Follows a name: its source if it has one, else the heap. */
export function follow(target: Partial<Selection>): void {
  useSelection.getState().select(target);
  revealPanel(target.source === undefined ? 'heap' : 'source');
}

/** A sentence of the engine in which every name it mentions can be followed. */
export function RichText({ text, mentions }: { text: string; mentions: Mentions }) {
  return (
    <>
      {splitMentions(text, mentions).map(({ text: piece, target }, index) =>
        target === undefined ? (
          <span key={index}>{piece}</span>
        ) : (
          <button key={index} className="link mono" onClick={() => follow(target)}>
            {piece}
          </button>
        ),
      )}
    </>
  );
}
