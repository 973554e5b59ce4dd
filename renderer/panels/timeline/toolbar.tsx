import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { timelineEventKinds, type TimelineEventKind } from '../../../app/contract/timeline';
import { Icon } from '../../widgets/icon';
import { laneModes, type LaneMode } from './lane-rows';

export interface ToolbarProps {
  readonly mode: LaneMode;
  readonly onMode: (mode: LaneMode) => void;
  readonly onFind: (text: string) => void;
  readonly onNext: (kind: TimelineEventKind) => void;
  readonly onFit: () => void;
  readonly onZoom: (factor: number) => void;
  readonly onCopyLink: () => void;
  /** What there is, or how far it was read. */
  readonly says: string;
}

/** What can be done with the timeline. */
export function Toolbar(props: ToolbarProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [kind, setKind] = useState<TimelineEventKind>('gc');
  return (
    <div className="panel-tools timeline-tools" role="toolbar" aria-label={t('timeline.tools')}>
      <select
        className="input small"
        aria-label={t('timeline.lanesBy')}
        value={props.mode}
        onChange={(event) => props.onMode(event.target.value as LaneMode)}
      >
        {laneModes.map((mode) => (
          <option key={mode} value={mode}>
            {t(`timeline.mode.${mode}`)}
          </option>
        ))}
      </select>
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '') props.onFind(text.trim());
        }}
      >
        <input
          className="input small"
          type="search"
          value={text}
          placeholder={t('timeline.find')}
          aria-label={t('timeline.findLabel')}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
      <select
        className="input small"
        aria-label={t('timeline.nextOf')}
        value={kind}
        onChange={(event) => setKind(event.target.value as TimelineEventKind)}
      >
        {timelineEventKinds.map((each) => (
          <option key={each} value={each}>
            {t(`timeline.kind.${each}`)}
          </option>
        ))}
      </select>
      <button className="button small" onClick={() => props.onNext(kind)}>
        {t('timeline.next')}
      </button>
      <span className="grow" />
      <span className="dim truncate">{props.says}</span>
      <IconButton icon="zoom-out" label={t('timeline.zoomOut')} onClick={() => props.onZoom(2)} />
      <IconButton icon="zoom-in" label={t('timeline.zoomIn')} onClick={() => props.onZoom(0.5)} />
      <IconButton icon="screen-full" label={t('timeline.fit')} onClick={props.onFit} />
      <IconButton icon="link" label={t('timeline.copyLink')} onClick={props.onCopyLink} />
    </div>
  );
}

function IconButton(props: { icon: string; label: string; onClick: () => void }) {
  return (
    <button
      className="icon-button"
      title={props.label}
      aria-label={props.label}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
}
