import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GdbVariable } from '../../../app/contract/gdb-views';
import { useFormats } from '../../i18n/setup';
import { request } from '../../store/bridge';
import { canRun, useDebugger } from '../../store/debugger';
import { assignVariable } from '../../store/debugging';
import { FailureNote } from '../../widgets/failure-note';
import { GoName } from '../../widgets/go-name';
import { Icon } from '../../widgets/icon';
import { useLazyTree, type TreeNode } from '../../widgets/lazy-tree';
import { VirtualTree } from '../../widgets/virtual-tree';
import { useAtStop } from './use-at-stop';

const pageSize = 100;

type Entry = GdbVariable | { readonly rest: number };

/** Arguments and locals of the frame that is looked at, as Go would print them; they open into their parts. */
export function VariableTree() {
  const { t } = useTranslation();
  const goid = useDebugger((state) => state.goid);
  const level = useDebugger((state) => state.level);
  const { value, failure } = useAtStop('gdb.variables', { goid, level });
  return (
    <section className="gdb-variables">
      <h3 className="section-title">{t('debug.variables')}</h3>
      {failure !== undefined && <FailureNote failure={failure} />}
      {value?.variables.length === 0 && <p className="dim pad">{t('debug.noVariables')}</p>}
      {value !== undefined && value.variables.length > 0 && (
        <Variables label={t('debug.variables')} variables={value.variables} />
      )}
    </section>
  );
}

/** A tree of variables whose parts are asked for when they are opened. */
export function Variables(props: { label: string; variables: readonly GdbVariable[] }) {
  const { label, variables } = props;
  const { t } = useTranslation();
  const f = useFormats();
  const session = useDebugger((state) => state.session);
  const load = useCallback(
    async (parent: Entry | undefined): Promise<readonly TreeNode<Entry>[]> => {
      if (parent === undefined) return toNodes('', variables, variables.length);
      if ('rest' in parent || parent.id === undefined || session === undefined) return [];
      const input = { session, variable: parent.id, offset: 0, limit: pageSize };
      const reply = await request('gdb.children', input);
      return reply.ok ? toNodes(parent.id, reply.value.variables, reply.value.total) : [];
    },
    [variables, session],
  );
  const tree = useLazyTree(load);
  return (
    <VirtualTree
      label={label}
      tree={tree}
      isSelected={() => false}
      onSelect={() => undefined}
      render={({ value }) =>
        'rest' in value ? (
          <span className="dim">{t('debug.more', { n: f.count(value.rest) })}</span>
        ) : (
          <VariableText variable={value} />
        )
      }
    />
  );
}

/** One line; what can be written to turns into a field by its pencil or a double click. */
function VariableText({ variable }: { variable: GdbVariable }) {
  const { t } = useTranslation();
  const { name, type, value, place } = variable;
  const canSet = useDebugger(canRun) && place !== undefined;
  const [isEditing, setEditing] = useState(false);
  if (isEditing && place !== undefined) {
    return <VariableField variable={variable} place={place} onClose={() => setEditing(false)} />;
  }
  return (
    <>
      <span
        className="gdb-variable truncate"
        title={`${name} ${type} = ${value}`}
        onDoubleClick={() => canSet && setEditing(true)}
      >
        <code className="name">{name}</code>{' '}
        {variable.unset ? <span className="dim">{t('debug.unset')}</span> : <code>{value}</code>}{' '}
        <GoName className="dim" name={type} />
      </span>
      {canSet && (
        <button
          className="icon-button gdb-set"
          aria-label={t('debug.setValue', { name })}
          title={t('debug.setValue', { name })}
          onClick={(event) => {
            event.stopPropagation();
            setEditing(true);
          }}
          onKeyDown={(event) => event.stopPropagation()}
        >
          <Icon name="edit" />
        </button>
      )}
    </>
  );
}

function VariableField(props: { variable: GdbVariable; place: string; onClose: () => void }) {
  const { variable, place, onClose } = props;
  const { t } = useTranslation();
  const [text, setText] = useState(variable.children === 0 ? variable.value : '');
  const [problem, setProblem] = useState('');
  const commit = async () => {
    if (text.trim() === '') return onClose();
    const failure = await assignVariable(place, text);
    if (failure === undefined) onClose();
    else setProblem(failure.message);
  };
  return (
    <span className="gdb-field" onClick={(event) => event.stopPropagation()}>
      <code className="name">{variable.name}</code>
      <input
        autoFocus
        className="input small mono"
        aria-label={t('debug.setValue', { name: variable.name })}
        aria-invalid={problem !== ''}
        placeholder={t('debug.setHint')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') onClose();
          else if (event.key === 'Enter') void commit();
        }}
      />
      {problem !== '' && (
        <span role="alert" className="gdb-problem truncate" title={problem}>
          {problem}
        </span>
      )}
    </span>
  );
}

function toNodes(
  parent: string,
  variables: readonly GdbVariable[],
  total: number,
): TreeNode<Entry>[] {
  const nodes = variables.map((value, index): TreeNode<Entry> => ({
    id: `${parent}/${index}/${value.name}`,
    value,
    isBranch: value.id !== undefined,
  }));
  const rest = total - variables.length;
  if (rest > 0) nodes.push({ id: `${parent}/rest`, value: { rest }, isBranch: false });
  return nodes;
}
