import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { runtimeProfileNames } from '../../../app/domain/pprof/profile-kind';
import { chooseProfile, openProfile, watchProfile } from '../../store/opened-profile';
import { useSession } from '../../store/session';
import { FailureNote } from '../../widgets/failure-note';
import { Icon } from '../../widgets/icon';
import { addressOf, isFile, type OpenDraft } from './open-draft';

const emptyDraft: OpenDraft = {
  ...{
    where: '',
    kind: '',
    seconds: '',
    everySeconds: '10',
    headers: '',
    tokenFile: '',
    caFile: '',
  },
};

/** Opens a profile of a file, an address or a process, or watches one, without an investigation. */
export function OpenForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(emptyDraft);
  const [hasMore, setMore] = useState(false);
  const pending = useSession((state) => state.pending);
  const notice = useSession((state) => state.notice);
  const isBusy = pending.some((name) => /^profile\.(open|choose|watch)$/.test(name));
  const where = draft.where.trim();
  const set = (change: Partial<OpenDraft>) => setDraft({ ...draft, ...change });
  const finish = async (done: Promise<boolean>) => {
    if (await done) onDone();
  };
  const open = (event: FormEvent) => {
    event.preventDefault();
    if (where === '' || isBusy) return;
    const seconds = Number(draft.seconds);
    void finish(
      openProfile(
        isFile(where) ? { path: where } : { ...addressOf(draft), ...(seconds > 0 && { seconds }) },
      ),
    );
  };
  const everySeconds = Number(draft.everySeconds);
  return (
    <form className="open-profile" aria-label={t('profile.open')} onSubmit={open}>
      <div className="open-row">
        <input
          className="input mono"
          aria-label={t('profile.where')}
          placeholder={t('profile.wherePlaceholder')}
          title={t('profile.whereHelp')}
          value={draft.where}
          spellCheck={false}
          autoFocus
          onChange={({ target }) => set({ where: target.value })}
        />
        <button className="button primary" type="submit" disabled={where === '' || isBusy}>
          {t(isBusy ? 'profile.opening' : 'profile.openButton')}
        </button>
        <button
          className="button"
          type="button"
          disabled={isBusy}
          onClick={() => void finish(chooseProfile())}
        >
          <Icon name="folder-opened" />
          {t('profile.chooseFile')}
        </button>
      </div>
      {!isFile(where) && (
        <div className="open-row">
          <label>
            {t('profile.kind')}{' '}
            <select
              className="input small"
              value={draft.kind}
              onChange={({ target }) => set({ kind: target.value })}
            >
              <option value="">{t('profile.kindOfAddress')}</option>
              {runtimeProfileNames.map((kind) => (
                <option key={kind}>{kind}</option>
              ))}
            </select>
          </label>
          <label title={t('profile.secondsHelp')}>
            {t('profile.seconds')}{' '}
            <input
              className="input small number"
              inputMode="decimal"
              value={draft.seconds}
              onChange={({ target }) => set({ seconds: target.value })}
            />
          </label>
          <label title={t('profile.watchHelp')}>
            {t('profile.every')}{' '}
            <input
              className="input small number"
              inputMode="decimal"
              value={draft.everySeconds}
              onChange={({ target }) => set({ everySeconds: target.value })}
            />
          </label>
          <button
            className="button small"
            type="button"
            title={t('profile.watchHelp')}
            disabled={where === '' || isBusy || !(everySeconds >= 1)}
            onClick={() => void finish(watchProfile({ ...addressOf(draft), everySeconds }))}
          >
            <Icon name="eye" />
            {t('profile.watch')}
          </button>
          <button
            className="button small"
            type="button"
            aria-expanded={hasMore}
            onClick={() => setMore(!hasMore)}
          >
            {t('profile.access')}
          </button>
        </div>
      )}
      {hasMore && !isFile(where) && (
        <div className="open-row">
          <textarea
            className="input mono"
            rows={2}
            aria-label={t('profile.headers')}
            placeholder="X-Tenant: blue"
            title={t('profile.headersHelp')}
            value={draft.headers}
            spellCheck={false}
            onChange={({ target }) => set({ headers: target.value })}
          />
          {(['tokenFile', 'caFile'] as const).map((name) => (
            <input
              key={name}
              className="input mono"
              aria-label={t(`profile.${name}`)}
              placeholder={t(`profile.${name}`)}
              title={t(`profile.${name}Help`)}
              value={draft[name]}
              spellCheck={false}
              onChange={({ target }) => set({ [name]: target.value })}
            />
          ))}
        </div>
      )}
      {notice?.kind === 'failure' && !isBusy && <FailureNote failure={notice.failure} />}
    </form>
  );
}
