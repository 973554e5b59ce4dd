import { Dialog } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { useView } from '../store/view';
import { Icon } from '../widgets/icon';
import { commands } from './commands';

/** Every key, generated from the commands, so that it cannot be out of date. */
export function KeysSheet() {
  const { t } = useTranslation();
  const isOpen = useView((state) => state.keysOpen);
  return (
    <Dialog.Root open={isOpen} onOpenChange={(keysOpen) => useView.setState({ keysOpen })}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="keys-sheet" aria-describedby={undefined}>
          <header>
            <Dialog.Title>{t('commands.keys')}</Dialog.Title>
            <Dialog.Close className="icon-button" aria-label={t('common.close')}>
              <Icon name="close" />
            </Dialog.Close>
          </header>
          <dl>
            {commands
              .filter(({ key }) => key !== undefined)
              .map(({ id, title, key }) => (
                <div key={id}>
                  <dt>{t(title)}</dt>
                  <dd>
                    <kbd>{key?.replace('ArrowLeft', '←').replace('Escape', 'Esc')}</kbd>
                  </dd>
                </div>
              ))}
          </dl>
          <h3>{t('layouts.timelineKeys')}</h3>
          <dl>
            <PanelKeys prefix="timeline." />
          </dl>
          <h3>{t('layouts.flameKeys')}</h3>
          <dl>
            <PanelKeys prefix="flame." />
            <div>
              <dt>{t('shell.flameKeys')}</dt>
              <dd>
                <kbd>← ↑ ↓ → Enter</kbd>
              </dd>
            </div>
          </dl>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PanelKeys({ prefix }: { prefix: string }) {
  const { t } = useTranslation();
  return commands
    .filter(({ id, panelKey }) => panelKey !== undefined && id.startsWith(prefix))
    .map(({ id, title, panelKey }) => (
      <div key={id}>
        <dt>{t(title)}</dt>
        <dd>
          <kbd>{panelKey}</kbd>
        </dd>
      </div>
    ));
}
