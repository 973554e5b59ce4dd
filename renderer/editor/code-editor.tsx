import { useEffect, useRef, useState } from 'react';
import { useTheme } from '../store/use-theme';
import { createTokenReader } from '../widgets/tokens';
import { addBreakpointKeys, decorateBreakpoints, type BreakpointMark } from './breakpoints';
import type { GutterMark } from './evidence';
import type { HintMark } from './hints';
import { setupMonaco, type editor } from './monaco';
import { defineMonacoTheme } from './theme';

export interface CodeEditorProps {
  readonly label: string;
  readonly path: string;
  readonly text: string;
  /** 1-based; 0 reveals nothing. */
  readonly line: number;
  readonly marks: readonly GutterMark[];
  readonly breakpoints: readonly BreakpointMark[];
  /** Line that the program stands at; undefined: not in this file. */
  readonly stoppedAt: number | undefined;
  readonly onToggleBreakpoint: (line: number) => void;
  /** More is wanted of a line than a breakpoint; pixels of the window. */
  readonly onLineMenu: (line: number, x: number, y: number) => void;
  /** Decisions of the compiler, behind the text of their lines. */
  readonly hints?: readonly HintMark[];
}

/** Read-only source with evidence left of its line numbers. The only owner of a Monaco editor. */
export function CodeEditor(props: CodeEditorProps) {
  const { label, path, text, line, marks, breakpoints, stoppedAt, onToggleBreakpoint, onLineMenu } =
    props;
  const { hints = noHints } = props;
  const host = useRef<HTMLDivElement>(null);
  const [code, setCode] = useState<editor.IStandaloneCodeEditor>();
  const theme = useTheme();

  useEffect(() => {
    if (host.current === null) return;
    const created = setupMonaco().editor.create(host.current, {
      ...editorOptions,
      theme: defineMonacoTheme(theme),
      ariaLabel: label,
    });
    setCode(created);
    return () => {
      created.getModel()?.dispose();
      created.dispose();
    };
    // The editor lives as long as the panel; what changes is applied below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  useEffect(() => {
    if (code === undefined) return;
    setupMonaco().editor.setTheme(defineMonacoTheme(theme));
    code.updateOptions({ ariaLabel: label });
  }, [code, theme, label]);

  useEffect(() => {
    if (code === undefined) return;
    const language = path.endsWith('.go') ? 'go' : 'plaintext';
    const before = code.getModel();
    code.setModel(setupMonaco().editor.createModel(text, language));
    before?.dispose();
  }, [code, path, text]);

  useEffect(() => {
    if (code === undefined || line < 1) return;
    const position = {
      lineNumber: Math.min(line, code.getModel()?.getLineCount() ?? 1),
      column: 1,
    };
    code.setPosition(position);
    const reveal = () => code.revealLineInCenterIfOutsideViewport(position.lineNumber);
    reveal();
    // In a smaller editor the line stays in sight, unless it was scrolled out of it before.
    const isInSight = () =>
      code
        .getVisibleRanges()
        .some(({ startLineNumber: first, endLineNumber: last }) => first <= line && line <= last);
    let wasInSight = true;
    const scrolled = code.onDidScrollChange(() => (wasInSight = isInSight()));
    const resized = code.onDidLayoutChange(() => {
      if (wasInSight) reveal();
    });
    return () => {
      scrolled.dispose();
      resized.dispose();
    };
  }, [code, path, text, line]);

  useEffect(() => {
    if (code === undefined) return;
    const decorations = code.createDecorationsCollection(decorate(marks, line));
    const bytesOf = new Map(marks.map((mark) => [mark.line, mark]));
    code.updateOptions({
      lineNumbers: (number) => gutterText(bytesOf.get(number), number),
      lineNumbersMinChars: Math.max(
        6,
        ...marks.map((mark) => gutterText(mark, mark.line).length + 2),
      ),
    });
    return () => decorations.clear();
  }, [code, path, text, marks, line]);

  useEffect(() => {
    if (code === undefined) return;
    const collection = code.createDecorationsCollection(
      decorateBreakpoints(breakpoints, stoppedAt),
    );
    return () => collection.clear();
  }, [code, path, text, breakpoints, stoppedAt]);

  useEffect(
    () =>
      code === undefined ? undefined : addBreakpointKeys(code, onToggleBreakpoint, onLineMenu),
    [code, onToggleBreakpoint, onLineMenu],
  );

  useEffect(() => {
    if (code === undefined || hints.length === 0) return;
    const decorations = code.createDecorationsCollection(
      hints.map((hint) => decorateHint(hint, code.getModel()?.getLineMaxColumn(hint.line) ?? 1)),
    );
    return () => decorations.clear();
  }, [code, path, text, hints]);

  return <div className="code-editor" ref={host} />;
}

const noHints: readonly HintMark[] = [];

function decorateHint(hint: HintMark, column: number): editor.IModelDeltaDecoration {
  const at = { startLineNumber: hint.line, endLineNumber: hint.line };
  return {
    range: { ...at, startColumn: column, endColumn: column },
    options: {
      showIfCollapsed: true,
      hoverMessage: { value: hint.says },
      after: {
        content: `\u00a0\u00a0\u00a0${hint.text}`,
        inlineClassName: hint.isEscape ? 'compiler-hint escape' : 'compiler-hint',
      },
    },
  };
}

const editorOptions: editor.IStandaloneEditorConstructionOptions = {
  readOnly: true,
  domReadOnly: true,
  automaticLayout: true,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  fontFamily: "'JetBrains Mono Variable', ui-monospace, 'Noto Sans Mono CJK SC', monospace",
  fontSize: 12,
  lineHeight: 18,
  glyphMargin: true,
  folding: false,
  renderLineHighlight: 'none',
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
  stickyScroll: { enabled: false },
  occurrencesHighlight: 'off',
  tabSize: 4,
};

/**
 * The gutter is the line number's own text, in fixed columns of no-break spaces:
 * bytes (10), goroutines (4), number (4). Colours come with the line's class.
 */
function gutterText(mark: GutterMark | undefined, line: number): string {
  if (mark === undefined) return String(line);
  const parts = [mark.bytes, mark.goroutines === '' ? '' : `⟳${mark.goroutines}`].filter(Boolean);
  return `${parts.join('  ')}  ${String(line).padStart(4, '\u00a0')}`;
}

function decorate(marks: readonly GutterMark[], selected: number): editor.IModelDeltaDecoration[] {
  const range = (line: number) => ({
    startLineNumber: line,
    startColumn: 1,
    endLineNumber: line,
    endColumn: 1,
  });
  const decorations = marks.map((mark): editor.IModelDeltaDecoration => ({
    range: range(mark.line),
    options: {
      isWholeLine: true,
      className: `evidence-line ${kindOf(mark)} ${heatClass(mark)}`,
      lineNumberClassName: `evidence-number ${kindOf(mark)}`,
      hoverMessage: { value: mark.says },
      overviewRuler: { color: overviewColor(kindOf(mark)), position: 4 },
    },
  }));
  if (selected > 0) {
    decorations.push({
      range: range(selected),
      options: {
        isWholeLine: true,
        className: 'selected-line',
        marginClassName: 'selected-line-margin',
      },
    });
  }
  return decorations;
}

/** Five steps of heat; lines that only other evidence marks have none. */
const heatClass = ({ heat }: GutterMark): string =>
  heat === undefined ? '' : `heat-${Math.max(1, Math.ceil(heat * 5))}`;

const kindOf = (mark: GutterMark): 'alloc' | 'time' => (mark.bytes !== '' ? 'alloc' : 'time');

const overviewColor = (kind: 'alloc' | 'time') => createTokenReader()(`--${kind}`);
