import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { TreeEntry } from '../../../app/contract/project';
import { ask, chooseProject } from '../../store/actions';
import { useSelection } from '../../store/selection';
import { useSession } from '../../store/session';
import { revealPanel } from '../../store/view';
import { EmptyState } from '../../widgets/empty-state';
import { Icon } from '../../widgets/icon';
import { useLazyTree, type TreeNode } from '../../widgets/lazy-tree';
import { VirtualTree } from '../../widgets/virtual-tree';

/** Files of the project; the one selected is open in the editor. */
export function WorkspacePanel() {
  const { t } = useTranslation();
  const project = useSession((state) => state.project);
  if (project === undefined) {
    return (
      <EmptyState icon="folder" title={t('workspace.emptyTitle')} text={t('workspace.empty')}>
        <button className="button" onClick={() => void chooseProject()}>
          {t('start.open')}
        </button>
      </EmptyState>
    );
  }
  return <ProjectTree key={project.dir} dir={project.dir} name={project.name} />;
}

function ProjectTree({ dir, name }: { dir: string; name: string }) {
  const { t } = useTranslation();
  const source = useSelection((state) => state.selection.source?.path);
  const select = useSelection((state) => state.select);
  const load = useCallback(
    async (parent: TreeEntry | undefined): Promise<readonly TreeNode<TreeEntry>[]> => {
      const entries = await ask('project.children', { dir: parent?.path ?? dir });
      return (entries ?? []).map((value) => ({
        id: value.path,
        value,
        isBranch: value.kind === 'folder',
      }));
    },
    [dir],
  );
  const tree = useLazyTree(load);
  return (
    <div className="side-panel flush">
      <h2 className="section-title" title={dir}>
        {name}
      </h2>
      <VirtualTree
        label={t('workspace.files')}
        tree={tree}
        isSelected={({ value }) => value.path === source}
        onSelect={({ value }) => {
          select({ source: { path: value.path, line: 0 } });
          revealPanel('source');
        }}
        render={({ value, isOpen }) => (
          <>
            <Icon name={iconOf(value, isOpen)} />
            <span className="truncate">{value.name}</span>
          </>
        )}
      />
    </div>
  );
}

function iconOf({ kind, name }: TreeEntry, isOpen: boolean): string {
  if (kind === 'folder') return isOpen ? 'folder-opened' : 'folder';
  return name.endsWith('.go') ? 'file-code' : 'file';
}
