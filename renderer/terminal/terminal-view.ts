import { FitAddon } from '@xterm/addon-fit';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { createTokenReader } from '../widgets/tokens';

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** xterm in an element, coloured by the tokens, as large as its place. */
export interface TerminalView {
  readonly size: TerminalSize;
  write(data: string): void;
  onData(listener: (data: string) => void): void;
  onResize(listener: (size: TerminalSize) => void): void;
  refreshTheme(): void;
  dispose(): void;
}

export function openTerminalView(host: HTMLElement, label: string): TerminalView {
  const terminal = new Terminal({
    allowProposedApi: true, // unicode11 is behind it
    fontFamily: "'JetBrains Mono Variable', ui-monospace, 'Noto Sans Mono CJK SC', monospace",
    fontSize: 12,
    lineHeight: 1.3,
    cursorBlink: true,
    scrollback: 10_000,
    screenReaderMode: true,
    theme: readTheme(),
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  terminal.open(host);
  terminal.textarea?.setAttribute('aria-label', label);
  const refit = () => {
    if (host.clientWidth > 0 && host.clientHeight > 0) fit.fit();
  };
  const observer = new ResizeObserver(refit);
  observer.observe(host);
  refit();
  return {
    get size() {
      return { columns: terminal.cols, rows: terminal.rows };
    },
    write: (data) => terminal.write(data),
    onData: (listener) => void terminal.onData(listener),
    onResize: (listener) =>
      void terminal.onResize(({ cols, rows }) => listener({ columns: cols, rows })),
    refreshTheme: () => {
      terminal.options.theme = readTheme();
    },
    dispose() {
      observer.disconnect();
      terminal.dispose();
    },
  };
}

function readTheme() {
  const token = createTokenReader();
  return {
    background: token('--panel'),
    foreground: token('--text'),
    cursor: token('--accent'),
    selectionBackground: token('--line-strong'),
    black: token('--sunken'),
    red: token('--confirmed'),
    green: token('--refuted'),
    yellow: token('--alloc'),
    blue: token('--time'),
    magenta: token('--mem'),
    cyan: token('--accent'),
    white: token('--text-2'),
    brightBlack: token('--text-3'),
  };
}
