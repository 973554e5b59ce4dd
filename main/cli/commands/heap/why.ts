import type { Failure } from '../../../../app/contract/failure';
import type { HeapWhyDocument } from '../../../../app/contract/heap-documents';
import type { HeapTypeRow } from '../../../../app/contract/heap-views';
import { err, ok, type Result } from '../../../../app/contract/result';
import type { HeapNode, HeapViews } from '../../../../app/domain/heap';
import type { Verb } from '../../verbs';
import { formatWhy } from './format-why';
import { openViews, printOutcome, readLimit, snapshotOptions } from './run-heap-verb';

const shownGroups = 12;
/** Roots looked for: one for each goroutine that runs a function. */
const maxFound = 100_000;
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
  const { nodes, types } = views.find(wanted, maxFound);
  const named = nodes.find(({ label }) => label === wanted);
  if (named) return whyNode(views, named.node, text, limit);
  const familyOf = (node: number) => views.heap.graph.rootOf(node)?.family;
  const family = nodes.filter(({ node }) => familyOf(node) === wanted);
  if (family.length > 0) return whyFamily(views, family, wanted, limit);
  const exact = types.find(({ type }) => type === wanted);
  if (exact) return whyType(views, exact, text, limit);
  // The same variable in many goroutines is one name.
  const roots = new Set(nodes.map(({ node, label }) => familyOf(node) ?? label));
  const names = [...roots, ...types.map(({ type }) => type)];
  if (names.length > 1) return err(ambiguous(text, names));
  if (nodes.length > 0) return whyFamily(views, nodes, names[0]!, limit);
  return types[0] ? whyType(views, types[0], text, limit) : err(nothing(text));
}

function whyType(
  views: HeapViews,
  { type, bytes, retainedBytes, objects: count }: HeapTypeRow,
  text: string,
  limit: number,
): Result<HeapWhyDocument, Failure> {
  const objects = views.types.objectsOf(type);
  if (objects.length === 1) return whyNode(views, objects[0]!, text, limit);
  const found = views.ways({ type }, limit);
  if (!found) return err(nothing(text));
  return ok({
    ...{ format: 1, view: 'why', snapshot: views.summary(), why: found },
    shallowBytes: bytes,
    ...{ retainedBytes, retainedObjects: count },
  });
}

/** One variable of a function that many goroutines run: their ways are told together. */
function whyFamily(
  views: HeapViews,
  family: readonly HeapNode[],
  name: string,
  limit: number,
): Result<HeapWhyDocument, Failure> {
  const one = whyNode(views, family[0]!.node, name, limit);
  if (!one.ok || family.length === 1) return one;
  const { value: _, ...document } = one.value;
  const subject = `${name} in ${family.length} goroutines`;
  const sum = (of: (node: HeapNode) => number) =>
    family.reduce((total, node) => total + of(node), 0);
  return ok({
    ...document,
    why: { ...document.why, subject, expression: subject },
    retainedBytes: sum((node) => node.retainedBytes),
    retainedObjects: sum((node) => node.retainedObjects),
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
  detail: [
    ...names.slice(0, maxCandidates),
    ...(names.length > maxCandidates ? [`… ${names.length - maxCandidates} more`] : []),
  ].join('\n'),
});
