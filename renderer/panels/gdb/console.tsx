import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '../../store/bridge';
import { useDebugger } from '../../store/debugger';

/** GDB's own language: what it prints, and a line to type in with history and completion. */
export function Console() {
  const { t } = useTranslation();
  const session = useDebugger((state) => state.session);
  const text = useDebugger((state) => state.consoleText);
  const [line, setLine] = useState('');
  const [history, setHistory] = useState<readonly string[]>([]);
  /** Lines back from the newest; 0 is what is being typed. */
  const [back, setBack] = useState(0);
  const [matches, setMatches] = useState<readonly string[]>([]);
  const end = useRef<HTMLPreElement>(null);
  useEffect(() => {
    if (end.current !== null) end.current.scrollTop = end.current.scrollHeight;
  }, [text]);

  const run = async () => {
    const command = line.trim();
    if (command === '' || session === undefined) return;
    setHistory([...history.filter((each) => each !== command), command].slice(-200));
    setBack(0);
    setLine('');
    setMatches([]);
    print(`(gdb) ${command}\n`);
    const reply = await request('gdb.console', { session, line: command });
    if (!reply.ok) print(`${reply.error.message.replace(/^GDB refused [^:]*: /, '')}\n`);
  };
  const completeLine = async () => {
    if (session === undefined) return;
    const reply = await request('gdb.complete', { session, line });
    if (!reply.ok) return;
    setLine(reply.value.common);
    setMatches(reply.value.matches.length > 1 ? reply.value.matches.slice(0, 50) : []);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') void run();
    // An empty line lets the focus go on: a field that keeps Tab for ever is a trap.
    else if (event.key === 'Tab' && !event.shiftKey && line !== '') void completeLine();
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const next = Math.max(0, Math.min(history.length, back + (event.key === 'ArrowUp' ? 1 : -1)));
      setBack(next);
      setLine(next === 0 ? '' : (history[history.length - next] ?? ''));
    } else return;
    event.preventDefault();
  };
  return (
    <div className="gdb-console">
      <pre ref={end} tabIndex={0} role="log" aria-label={t('debug.consoleLabel')}>
        {text}
      </pre>
      {matches.length > 0 && (
        <ul className="gdb-matches" aria-label={t('debug.matches')}>
          {matches.map((match) => (
            <li key={match}>
              <button onClick={() => setLine(match)}>
                <code>{match}</code>
              </button>
            </li>
          ))}
        </ul>
      )}
      <label className="gdb-prompt">
        <code aria-hidden="true">(gdb)</code>
        <input
          className="input small mono"
          aria-label={t('debug.consoleInput')}
          placeholder={t('debug.consoleHint')}
          value={line}
          disabled={session === undefined}
          onChange={(event) => setLine(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </label>
    </div>
  );
}

function print(text: string): void {
  useDebugger.setState(({ consoleText }) => ({ consoleText: consoleText + text }));
}
