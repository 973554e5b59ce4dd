import { setupMonaco, type editor } from './monaco';

/** A breakpoint as the gutter shows it. */
export interface BreakpointMark {
  /** Line that it stands at, 1-based. */
  readonly line: number;
  readonly isConditional: boolean;
  readonly isDisabled: boolean;
  /** It prints a message in place of a stop. */
  readonly isLog: boolean;
  /** Hollow: GDB found no code for it, or there is no session yet. */
  readonly isPlaced: boolean;
  readonly says: string;
}

/** Points in the glyph margin, and the line that the program stands at. */
export function decorateBreakpoints(
  marks: readonly BreakpointMark[],
  stoppedAt: number | undefined,
): editor.IModelDeltaDecoration[] {
  const decorations = marks.map((mark): editor.IModelDeltaDecoration => {
    const shape = [
      mark.isConditional && ' conditional',
      mark.isLog && ' log',
      mark.isDisabled && ' disabled',
      !mark.isPlaced && ' hollow',
    ]
      .filter(Boolean)
      .join('');
    return {
      range: rangeOf(mark.line),
      options: {
        glyphMarginClassName: `glyph-breakpoint${shape}`,
        glyphMarginHoverMessage: { value: mark.says },
      },
    };
  });
  if (stoppedAt !== undefined) {
    decorations.push({
      range: rangeOf(stoppedAt),
      options: { isWholeLine: true, className: 'stopped-line' },
    });
  }
  return decorations;
}

/**
 * A click left of the line's number, or F9 where the caret is, toggles; the other button of the mouse there, or Shift+F9,
 * asks for more. @returns what ends that.
 */
export function addBreakpointKeys(
  code: editor.IStandaloneCodeEditor,
  onToggle: (line: number) => void,
  onMenu: (line: number, x: number, y: number) => void,
): () => void {
  const { MouseTargetType } = setupMonaco().editor;
  const gutter = [MouseTargetType.GUTTER_GLYPH_MARGIN, MouseTargetType.GUTTER_LINE_NUMBERS];
  const listeners = [
    code.onMouseDown(({ target, event }) => {
      const line = target.position?.lineNumber;
      if (line === undefined || !gutter.includes(target.type)) return;
      if (event.leftButton) onToggle(line);
      else if (event.rightButton) {
        event.preventDefault();
        onMenu(line, event.browserEvent.clientX, event.browserEvent.clientY);
      }
    }),
    code.onKeyDown((event) => {
      const line = code.getPosition()?.lineNumber;
      if (event.browserEvent.key !== 'F9' || line === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.shiftKey) return onToggle(line);
      const { left = 0, top = 0 } = code.getDomNode()?.getBoundingClientRect() ?? {};
      const caret = code.getScrolledVisiblePosition({ lineNumber: line, column: 1 });
      onMenu(line, left + (caret?.left ?? 0), top + (caret?.top ?? 0) + (caret?.height ?? 0));
    }),
  ];
  return () => listeners.forEach((listener) => listener.dispose());
}

const rangeOf = (line: number) => ({
  startLineNumber: line,
  startColumn: 1,
  endLineNumber: line,
  endColumn: 1,
});
