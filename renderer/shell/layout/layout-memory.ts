import { z } from 'zod';
import { layoutNames, panelNames, type LayoutName } from '../../store/view';
import { arrangementSchema, clean, type Arrangement } from './arrangement';
import { complete } from './layouts';

const key = 'trivet.layouts';
/** Layouts of the time when there was only one; it knew no workspaces and had no room for evidence. */
const formerKey = 'trivet.layout.v1';
/** Older ones are forgotten. */
const maxWorkspaces = 24;

/** One layout as the person left it. */
export interface KeptLayout {
  readonly arrangement: Arrangement;
  readonly hasSidebar: boolean;
}
/** What is remembered of one workspace. */
export interface KeptLayouts {
  readonly current: LayoutName;
  readonly layouts: { readonly [name in LayoutName]?: KeptLayout };
}

const keptSchema = z.object({
  arrangement: arrangementSchema,
  hasSidebar: z.boolean(),
  /** Panels there were then: a later version's new ones are no panels that somebody closed. */
  known: z.array(z.string()),
});
const documentSchema = z.object({
  version: z.literal(1),
  /** Latest first. What is in it is read one by one: a bad layout costs no good one. */
  workspaces: z.array(
    z.object({
      workspace: z.string(),
      current: z.enum(layoutNames).catch('investigate'),
      layouts: z.record(z.string(), z.unknown()).catch({}),
    }),
  ),
});
type Workspaces = z.infer<typeof documentSchema>['workspaces'];

function readDocument(storage: Storage): Workspaces {
  try {
    const parsed = documentSchema.safeParse(JSON.parse(storage.getItem(key) ?? ''));
    return parsed.success ? parsed.data.workspaces : [];
  } catch {
    return [];
  }
}

/** What cannot be read, or shows no panel of this version, is as good as never written. */
export function readLayouts(storage: Storage, workspace: string): KeptLayouts {
  const found = readDocument(storage).find((each) => each.workspace === workspace);
  const layouts: { [name in LayoutName]?: KeptLayout } = {};
  for (const name of layoutNames) {
    const kept = parseKept(found?.layouts[name]);
    if (kept === undefined) continue;
    const { arrangement: stored, known, hasSidebar } = kept;
    const arrangement = clean(stored);
    if (arrangement.parts.length === 0) continue;
    const added = panelNames.filter((panel) => !known.includes(panel));
    layouts[name] = { arrangement: complete(name, arrangement, added), hasSidebar };
  }
  return { current: found?.current ?? 'investigate', layouts };
}

function parseKept(value: unknown): z.infer<typeof keptSchema> | undefined {
  try {
    return keptSchema.safeParse(value).data;
  } catch {
    // Nested deeper than the stack reaches: no window was ever split so often.
    return undefined;
  }
}

/** Remembers one layout of a workspace, and that it is the one in use. */
export function writeLayout(
  storage: Storage,
  workspace: string,
  name: LayoutName,
  { arrangement, hasSidebar }: KeptLayout,
): void {
  const all = readDocument(storage);
  const before = all.find((each) => each.workspace === workspace);
  const kept = { arrangement, hasSidebar, known: panelNames };
  const now = { workspace, current: name, layouts: { ...before?.layouts, [name]: kept } };
  const others = all.filter((each) => each !== before).slice(0, maxWorkspaces - 1);
  storage.setItem(key, JSON.stringify({ version: 1, workspaces: [now, ...others] }));
  storage.removeItem(formerKey);
}
