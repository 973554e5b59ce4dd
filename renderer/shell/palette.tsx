import { Command } from 'cmdk';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { getActiveBundle, useSession } from '../store/session';
import { useSelection } from '../store/selection';
import { revealPanel, useView } from '../store/view';
import { commands, runCommand } from './commands';

/** Every command by name, and the functions the verdict speaks of. */
export function Palette() {
  const { t } = useTranslation();
  const isOpen = useView((state) => state.paletteOpen);
  const findings = useSession((state) => getActiveBundle(state)?.findings.findings);
  const close = () => useView.setState({ paletteOpen: false });
  const chosen = useRef<() => void>(undefined);
  const run = (action: () => void) => () => {
    chosen.current = action;
    close();
  };
  useEffect(() => {
    const action = chosen.current;
    if (isOpen || action === undefined) return;
    chosen.current = undefined;
    // The dialog gives the focus back in a timer of its own, which an action may want elsewhere.
    setTimeout(action);
  }, [isOpen]);
  return (
    <Command.Dialog
      open={isOpen}
      onOpenChange={(open) => useView.setState({ paletteOpen: open })}
      label={t('commands.palette')}
      overlayClassName="overlay"
      contentClassName="palette"
      loop
    >
      <Command.Input placeholder={t('shell.search')} aria-label={t('shell.search')} />
      <Command.List label={t('shell.suggestions')}>
        <Command.Empty>{t('shell.nothingFound')}</Command.Empty>
        <Command.Group heading={t('shell.commands')}>
          {commands
            .filter((command) => command.id !== 'palette.open' && command.isEnabled?.() !== false)
            .map((command) => (
              <Command.Item
                key={command.id}
                value={`${t(command.title)} ${command.id}`}
                onSelect={run(() => runCommand(command.id))}
              >
                <span>{t(command.title)}</span>
                {keyOf(command) !== undefined && <kbd>{keyOf(command)}</kbd>}
              </Command.Item>
            ))}
        </Command.Group>
        {findings !== undefined && findings.length > 0 && (
          <Command.Group heading={t('shell.functions')}>
            {collectFunctions(findings).map(({ name, path, line }) => (
              <Command.Item
                key={`${name} ${path} ${line}`}
                value={`${name} ${path}:${line}`}
                onSelect={run(() => {
                  useSelection.getState().select({ function: name, source: { path, line } });
                  revealPanel('source');
                })}
              >
                <code>{name}</code>
                <span className="dim truncate">{`${path.slice(path.lastIndexOf('/') + 1)}:${line}`}</span>
              </Command.Item>
            ))}
          </Command.Group>
        )}
      </Command.List>
    </Command.Dialog>
  );
}

const keyOf = ({ key, panelKey }: (typeof commands)[number]) => key ?? panelKey;

interface Place {
  readonly name: string;
  readonly path: string;
  readonly line: number;
}

type FindingList = NonNullable<ReturnType<typeof getActiveBundle>>['findings']['findings'];

function collectFunctions(findings: FindingList): readonly Place[] {
  const places = new Map<string, Place>();
  for (const { allocation, goroutines } of findings) {
    const frames = [
      ...(allocation?.stack ?? []),
      ...(goroutines === undefined ? [] : [goroutines.createdBy, goroutines.blockedAt]),
    ];
    for (const { function: name, file: path, line } of frames) {
      places.set(`${name} ${path}:${line}`, { name, path, line });
    }
  }
  return [...places.values()];
}
