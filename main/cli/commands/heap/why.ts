import type { Failure } from '../../../../app/contract/failure';
import type { HeapWhyDocument } from '../../../../app/contract/heap-documents';
import { err, ok, type Result } from '../../../../app/contract/result';
import type { HeapViews } from '../../../../app/domain/heap';
import type { Verb } from '../../verbs';
import { formatWhy } from './format-why';
import { openViews, printOutcome, readLimit, snapshotOptions } from './run-heap-verb';

const shownGroups = 12;
/** Names told when a text stands for several things. */
const maxCandidates = 12;

/** `trivet heap why F ADDR|TYPE|ROOT`: who keeps it, by which ways, and who allocated it. */
export const why: Verb = {
  options: snapshotOptions,
  positionals: ['F', 'ADDR|TYPE|ROOT'],
  async run(values, [path, text]) {
    const limit = readLimit(values, shownGroups);
    if (typeof limit !== 'number') return limit;
    const views = await openViews(path!, values);
    if (!views.ok) return printOutcome(values, views);
    const document = toDocument(views.value, text!, limit);
    if (!document.ok) return printOutcome(values, document);
    const { value } = document;
    return printOutcome(values, ok({ text: () => formatWhy(value), json: () => value }));
  },
};

function toDocument(
  views: HeapViews,
  text: string,
  limit: number,
): Result<HeapWhyDocument, Failure> {
  // `*main.T` is what a pointer says: the objects are of type main.T.
  const wanted = text.replace(/^\*+/, '');
  const { nodes, types } = views.find(wanted, maxCandidates);
  const names = [...nodes.map(({ label }) => label), ...types.map(({ type }) => type)];
  const exact = types.find(({ type }) => type === wanted);
  const [node] = nodes;
  if (node && (names.length === 1 || node.label === wanted || !exact)) {
    const isSame = nodes.length === 1 || node.label === wanted;
    if (!isSame || (types.length > 0 && node.label !== wanted)) {
      if (names.length > 1) return err(ambiguous(text, names));
    }
    return whyNode(views, node.node, text, limit);
  }
  const type = exact ?? (types.length === 1 ? types[0] : undefined);
  if (!type) return err(names.length > 0 ? ambiguous(text, names) : nothing(text));
  const objects = views.types.objectsOf(type.type);
  if (objects.length === 1) return whyNode(views, objects[0]!, text, limit);
  const found = views.ways({ type: type.type }, limit);
  if (!found) return err(nothing(text));
  return ok({
    ...{ format: 1, view: 'why', snapshot: views.summary(), why: found },
    shallowBytes: type.bytes,
    retainedBytes: type.retainedBytes,
    retainedObjects: type.objects,
  });
}

function whyNode(
  views: HeapViews,
  node: number,
  text: string,
  limit: number,
): Result<HeapWhyDocument, Failure> {
  const found = views.ways({ node }, limit);
  if (!found) return err(nothing(text));
  const value = views.value(node);
  const { graph } = views.heap;
  return ok({
    ...{ format: 1, view: 'why', snapshot: views.summary(), why: found },
    ...(value && { value }),
    shallowBytes: graph.sizeBytes(node),
    retainedBytes: graph.retained.bytes[node]!,
    retainedObjects: graph.retained.objects[node]!,
  });
}

const nothing = (text: string): Failure => ({
  code: 'usage',
  message: `Nothing in the snapshot is called ${text}.`,
  remedy: /^0x/.test(text)
    ? 'No allocated object holds this address: it may be garbage that was swept, a stack or a variable.'
    : 'Name a type as `trivet heap top` does, a variable as `trivet heap roots` does, or an address.',
});

const ambiguous = (text: string, names: readonly string[]): Failure => ({
  code: 'usage',
  message: `${text} may be any of these.`,
  remedy: 'Write one of them in full.',
  detail: names.join('\n'),
});
