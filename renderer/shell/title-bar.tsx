import { useTranslation } from 'react-i18next';
import { isBusy } from '../store/investigation';
import { getCrumbs, useSelection } from '../store/selection';
import { getActiveBundle, useSession } from '../store/session';
import { useView } from '../store/view';
import { GoName } from '../widgets/go-name';
import { Icon } from '../widgets/icon';
import { runCommand } from './commands';
import { LayoutSwitch } from './layout-switch';
import { Logo } from './logo';

/** Where am I: project, investigation and selection; the palette; what runs. */
export function TitleBar() {
  const { t } = useTranslation();
  const project = useSession((state) => state.project);
  const open = useSession(getActiveBundle);
  const target = open?.findings.session.target;
  // Profiles of an address have no module; what they were taken of is named in its place.
  const subject = target?.mode === 'profile' ? target.package : target?.module;
  const name = project?.name ?? subject ?? 'Trivet';
  return (
    <header className="title-bar">
      <button
        className="brand"
        aria-label={t('commands.start')}
        onClick={() => runCommand('start.open')}
      >
        <Logo size={18} />
      </button>
      <b className="truncate">{ownName(name)}</b>
      <Breadcrumb />
      <button
        className="palette-button"
        aria-label={t('commands.palette')}
        onClick={() => useView.setState({ paletteOpen: true })}
      >
        <span className="truncate">{t('shell.search')}</span>
        <kbd>Ctrl Shift P</kbd>
      </button>
      <LayoutSwitch />
      <SessionState />
    </header>
  );
}

/** A crumb of no more letters is never cut. */
const shortCrumb = 16;

/** Of a module's path or a folder: `nats-server` of `github.com/nats-io/nats-server/v2`. */
const ownName = (path: string) => /([^/]+)(?:\/v\d+)?$/.exec(path)?.[1] ?? path;

function Breadcrumb() {
  const { t } = useTranslation();
  const selection = useSelection((state) => state.selection);
  const hasHistory = useSelection((state) => state.history.length > 0);
  const crumbs = getCrumbs(selection);
  return (
    <nav className="breadcrumb" aria-label={t('shell.selection')}>
      {hasHistory && (
        <button
          className="icon-button"
          aria-label={t('commands.back')}
          title={`${t('commands.back')} (Alt+←)`}
          onClick={() => runCommand('selection.back')}
        >
          <Icon name="arrow-left" />
        </button>
      )}
      {crumbs.map((crumb) => (
        <GoName
          key={crumb}
          className={crumb.length > shortCrumb ? 'truncate' : 'short'}
          name={crumb}
        />
      ))}
      {crumbs.length > 0 && (
        <button
          className="icon-button"
          aria-label={t('commands.clear')}
          title={`${t('commands.clear')} (Esc)`}
          onClick={() => runCommand('selection.clear')}
        >
          <Icon name="close" />
        </button>
      )}
    </nav>
  );
}

function SessionState() {
  const { t } = useTranslation();
  const investigation = useSession((state) => state.investigation);
  const open = useSession(getActiveBundle);
  const busy = isBusy(investigation);
  const running = Object.values(investigation.steps).find((step) => step.state === 'running');
  const text = () => {
    if (busy) return running === undefined ? t('shell.starting') : t(`steps.${running.step}`);
    if (open !== undefined) return t(`verdictWord.${open.findings.verdict}`);
    return t('shell.ready');
  };
  return (
    <div className="session-state" role="status" aria-label={t('shell.session')}>
      <i className={busy ? 'dot busy' : 'dot ok'} />
      {text()}
    </div>
  );
}
