import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addProfileLines, computeGutter } from '../../editor/evidence';
import { computeHintMarks } from '../../editor/hints';
import { useFormats } from '../../i18n/setup';
import { useDebugger } from '../../store/debugger';
import { toggleBreakpoint } from '../../store/debugging';
import { useShownProfile } from '../../store/profile-query';
import { useReply } from '../../store/replies';
import { useSelection, type SourcePosition } from '../../store/selection';
import { getActiveBundle, useSession } from '../../store/session';
import { EmptyState } from '../../widgets/empty-state';
import { FailureNote } from '../../widgets/failure-note';
import { Icon } from '../../widgets/icon';
import { Busy } from '../../widgets/progress';
import { BreakpointMenu, type MenuPlace } from './breakpoint-menu';

// Monaco is most of the bundle: it loads with the first file, not with the window.
const CodeEditor = lazy(() =>
  import('../../editor/code-editor').then((module) => ({ default: module.CodeEditor })),
);

/** The line in question, with what each leg knows of it in the gutter. */
export function SourcePanel() {
  const { t } = useTranslation();
  const selected = useSelection((state) => state.selection.source);
  const [shown, setShown] = useState<SourcePosition>();
  useEffect(() => {
    // A selection without a place keeps the file that is open.
    if (selected !== undefined) setShown(selected);
  }, [selected]);
  if (shown === undefined) {
    return <EmptyState icon="file-code" title={t('source.emptyTitle')} text={t('source.empty')} />;
  }
  return <SourceFile position={shown} />;
}

function SourceFile({ position }: { position: SourcePosition }) {
  const { t } = useTranslation();
  const f = useFormats();
  const open = useSession(getActiveBundle);
  const file = useReply('source.read', {
    path: position.path,
    ...(open !== undefined && { bundle: open.bundle }),
  });
  const path = file.state === 'ready' ? file.value.path : undefined;
  const evidence = useReply(
    'source.evidence',
    open === undefined || path === undefined ? undefined : { bundle: open.bundle, file: path },
  );
  const query = useShownProfile((state) => state.query);
  const lines = useReply(
    'profile.lines',
    query === undefined || path === undefined
      ? undefined
      : { ...query, granularity: 'lines', file: path },
  );
  const known = evidence.state === 'ready' ? evidence.value : undefined;
  const profile = lines.state === 'ready' ? lines.value : undefined;
  const marks = useMemo(() => {
    const gutter = computeGutter(known ?? [], f);
    return profile === undefined ? gutter : addProfileLines(gutter, profile, f);
  }, [known, profile, f]);
  const breakpoints = useDebugger((state) => state.breakpoints);
  const stop = useDebugger((state) => state.stop?.frame);
  const points = useMemo(
    () =>
      breakpoints
        .filter((each) => each.file === path)
        .map(({ line, condition, ignore, log, disabled, placed }) => ({
          line: placed?.line ?? line,
          isConditional: condition !== '' || ignore > 0,
          isLog: log !== '',
          isDisabled: disabled,
          isPlaced: placed?.line !== undefined,
          says: [t('debug.gutter', { line }), condition, log, placed?.problem]
            .filter(Boolean)
            .join(' · '),
        })),
    [breakpoints, path, t],
  );
  const onToggle = useCallback(
    (line: number) => {
      if (path !== undefined) void toggleBreakpoint(path, line);
    },
    [path],
  );
  const [menu, setMenu] = useState<MenuPlace>();
  const onLineMenu = useCallback(
    (line: number, x: number, y: number) => setMenu({ line, x, y }),
    [],
  );
  const closeMenu = useCallback(() => setMenu(undefined), []);
  const [wantsHints, setWantsHints] = useState(false);
  const decided = useReply(
    'source.hints',
    wantsHints && path?.endsWith('.go') === true
      ? { path, ...(open !== undefined && { bundle: open.bundle }) }
      : undefined,
  );
  const hints = useMemo(() => {
    if (decided.state !== 'ready') return undefined;
    return computeHintMarks(decided.value.hints, new Set(marks.map(({ line }) => line)));
  }, [decided, marks]);
  if (file.state === 'failed') {
    return (
      <div className="pad">
        <FailureNote failure={file.failure}>
          <button className="button small" onClick={file.retry}>
            {t('common.retry')}
          </button>
        </FailureNote>
      </div>
    );
  }
  if (file.state !== 'ready') return <Busy label={t('source.loading')} />;
  return (
    <Suspense fallback={<Busy label={t('source.loading')} />}>
      <div className="source-panel">
        <div className="table-tools source-tools">
          <code title={file.value.path}>{nameOf(file.value.path)}</code>
          {file.value.path.endsWith('.go') && (
            <button
              className={wantsHints ? 'button small on' : 'button small'}
              aria-pressed={wantsHints}
              title={t('source.hintsHelp')}
              onClick={() => setWantsHints(!wantsHints)}
            >
              <Icon name="lightbulb" />
              {t('source.hints')}
            </button>
          )}
          {query !== undefined && profile !== undefined && profile.lines.length > 0 && (
            <span className="dim" title={t('source.gutterHelp')}>
              {t('source.gutter')} <code>{query.sampleType}</code>
            </span>
          )}
          <span className="dim" role="status">
            {decided.state === 'loading' && t('source.compiling')}
            {decided.state === 'failed' && (
              <span title={decided.failure.detail}>{decided.failure.message}</span>
            )}
            {hints !== undefined && decided.state === 'ready' && (
              <span title={decided.value.command}>
                {t('source.hintCount', { count: hints.filter(({ isEscape }) => isEscape).length })}
              </span>
            )}
          </span>
        </div>
        <CodeEditor
          label={t('source.label', { path: file.value.path })}
          path={file.value.path}
          text={file.value.text}
          line={position.line}
          marks={marks}
          breakpoints={points}
          stoppedAt={stop?.file === file.value.path ? stop.line : undefined}
          onToggleBreakpoint={onToggle}
          onLineMenu={onLineMenu}
          {...(hints && { hints })}
        />
        {menu !== undefined && (
          <BreakpointMenu file={file.value.path} at={menu} onClose={closeMenu} />
        )}
      </div>
    </Suspense>
  );
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
