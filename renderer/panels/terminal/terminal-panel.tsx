import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../app/contract/failure';
import { request, subscribe } from '../../store/bridge';
import { useSession } from '../../store/session';
import { useTheme } from '../../store/use-theme';
import { openTerminalView, type TerminalView } from '../../terminal/terminal-view';
import { FailureNote } from '../../widgets/failure-note';

/** The person's own shell in the project's folder. */
export function TerminalPanel() {
  const dir = useSession((state) => state.project?.dir ?? getBundleDir(state));
  // Another project is another shell: nobody expects `cd` to happen behind their back.
  return <Shell key={dir ?? ''} dir={dir ?? '.'} />;
}

const getBundleDir = ({ bundles }: { bundles: readonly { dir: string | undefined }[] }) =>
  bundles.at(-1)?.dir;

function Shell({ dir }: { dir: string }) {
  const { t } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<TerminalView>(undefined);
  const [failure, setFailure] = useState<Failure>();
  const [ended, setEnded] = useState<number>();
  const [round, setRound] = useState(0);
  const theme = useTheme();
  const label = t('panels.terminal');

  useEffect(() => {
    if (host.current === null) return;
    const opened = openTerminalView(host.current, label);
    view.current = opened;
    let terminal: string | undefined;
    // The prompt may be faster than the reply that names the terminal.
    const early: { terminal: string; data: string }[] = [];
    const stops = [
      subscribe('terminal.printed', (body) => {
        if (terminal === undefined) early.push(body);
        else if (body.terminal === terminal) opened.write(body.data);
      }),
      subscribe('terminal.exited', (body) => {
        if (body.terminal === terminal) setEnded(body.status);
      }),
    ];
    const shell = request('terminal.open', { cwd: dir, ...opened.size }).then((reply) => {
      if (!reply.ok) {
        setFailure(reply.error);
        return;
      }
      const name = reply.value.terminal;
      terminal = name;
      early.filter((body) => body.terminal === name).forEach((body) => opened.write(body.data));
    });
    opened.onData((data) => {
      if (terminal !== undefined) void request('terminal.write', { terminal, data });
    });
    opened.onResize((size) => {
      if (terminal !== undefined) void request('terminal.resize', { terminal, ...size });
    });
    return () => {
      stops.forEach((stop) => stop());
      opened.dispose();
      void shell.then(() => {
        if (terminal !== undefined) void request('terminal.close', { terminal });
      });
    };
    // The label is spoken only; a new language must not cost the shell.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [dir, round]);
  useEffect(() => view.current?.refreshTheme(), [theme]);

  return (
    <div className="terminal">
      {failure !== undefined && <FailureNote failure={failure} />}
      {ended !== undefined && (
        <p role="status" className="terminal-ended">
          {t('terminal.ended', { status: ended })}{' '}
          <button
            className="link"
            onClick={() => {
              setEnded(undefined);
              setRound(round + 1);
            }}
          >
            {t('terminal.again')}
          </button>
        </p>
      )}
      <div className="terminal-host" ref={host} />
    </div>
  );
}
