import { useTranslation } from 'react-i18next';
import type { TraceDiffRow } from '../../../app/contract/trace-diff';
import { Segmented } from '../../widgets/segmented';
import { countVerdicts, metricsOfTab, tabs, type Tab } from './diff-rows';

/** Which table, by which metric, and how many rows of it got worse, better, or only changed. */
export function ViewBar(props: {
  tab: Tab;
  metric: string;
  rows: readonly TraceDiffRow[];
  onShow: (tab: Tab, metric?: string) => void;
}) {
  const { tab, metric, onShow } = props;
  const { t } = useTranslation();
  const counts = countVerdicts(props.rows);
  const summary = (['worse', 'better', 'changed'] as const)
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${counts[verdict]} ${t(`traceDiff.verdicts.${verdict}`)}`);
  return (
    <div className="table-tools">
      <Segmented
        label={t('profile.view')}
        options={tabs}
        value={tab}
        textOf={(each) => t(`traceDiff.tabs.${each}`)}
        onChoose={(each) => onShow(each)}
      />
      {tab !== 'metrics' && (
        <select
          className="input small mono diff-metric"
          aria-label={t('traceDiff.metric')}
          value={metric}
          onChange={(event) => onShow(tab, event.target.value)}
        >
          {metricsOfTab(tab).map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      )}
      <span className="dim diff-counts">{summary.join(' · ')}</span>
    </div>
  );
}
