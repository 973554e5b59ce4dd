// Compares the graph of a snapshot with what the target wrote down of its own objects.
import {
  iterativeDominators,
  naiveDominators,
  parseObjectGraph,
  pathLengths,
  reachFrom,
} from './object-graph.mjs';

/** Larger objects with pointers have a word in front that names their type. */
const maxHeaderless = 512;

/**
 * @param read as readHeap gives it, of a heap-random.
 * @returns what was compared, in words, and every difference.
 */
export function compareGraphs({ graph, neededText, analysis }, { naive }) {
  const known = parseObjectGraph(neededText);
  const { objects, roots, rows, top } = known;
  const reached = reachFrom(rows, [top]);
  const idom = iterativeDominators(rows, top);
  const differences = analysis.warnings.map((warning) => `warning: ${warning}`);
  if (naive) {
    const definition = naiveDominators(rows, top);
    definition.forEach((u, v) => {
      if (u !== idom[v]) differences.push(`the oracle's own algorithms disagree about object ${v}`);
    });
  }
  const hasMaps = objects.some(({ isMap }) => isMap);
  const lengths = hasMaps ? undefined : pathLengths(known);
  const retained = hasMaps ? undefined : retainedBytes(graph, known, idom, reached);

  const nodeOf = objects.map(({ address }) => graph.objects.find(address));
  const objectOf = new Map();
  nodeOf.forEach((node, i) => {
    if (node >= 0 && reached[i]) objectOf.set(node, i);
  });
  const counts = {
    reached: 0,
    dead: 0,
    allocated: 0,
    dominators: 0,
    lengths: 0,
    retained: 0,
    unwritten: 0,
  };
  objects.forEach(({ address, bytes, edges }, i) => {
    const node = nodeOf[i];
    const differs = (what, ours, theirs) =>
      differences.push(`object ${i} at 0x${address.toString(16)}: ${what} ${ours}, not ${theirs}`);
    // A dead object's slot may have been used again, by anything.
    if (!reached[i]) {
      const other = objectOf.get(node);
      if (node >= 0 && other === undefined && graph.isReachable(node)) counts.unwritten++;
      else counts.dead++;
      if (node >= 0 && !graph.isReachable(node)) counts.allocated++;
      return;
    }
    counts.reached++;
    if (node < 0 || !graph.isReachable(node)) return differs('reached', false, true);
    const header = isHeaded(graph, node) ? 8 : 0;
    const begin = graph.objects.address[node] + header;
    if (begin !== address) differs('begins at', begin.toString(16), address.toString(16));
    if (graph.sizeBytes(node) < bytes) differs('size', graph.sizeBytes(node), bytes);
    if (!hasMaps || !objects[i].isMap) {
      const own = new Set(edges.map(([to, offset]) => `${offset}>${nodeOf[to]}`));
      for (let e = graph.edges.start[node]; e < graph.edges.start[node + 1]; e++) {
        const edge = `${graph.edges.offset[e] - header}>${graph.edges.to[e]}`;
        if (!own.delete(edge)) differs('edge', edge, 'there');
      }
      for (const edge of own) differs('edge', 'missing', edge);
    }
    counts.dominators++;
    const theirs = idom[i];
    const ours = nearestKnown(graph, objectOf, node);
    if (theirs === top) {
      if (ours !== top) differs('dominated by', ours, 'nothing');
    } else if (theirs < objects.length) {
      if (ours !== theirs) differs('dominated by', ours, theirs);
    } else {
      const root = roots[theirs - objects.length];
      // A stack may hold the same variable in several words, none of which then dominates.
      const right = root.kind === 'stack' ? ours === top || ours === 'a stack' : ours === root.name;
      if (!right) differs('dominated by', ours, root.name);
    }
    if (lengths) {
      counts.lengths++;
      const length = stepsFromTop(graph, node);
      if (length !== lengths[i]) differs('length of path', length, lengths[i]);
    }
    if (retained) {
      counts.retained++;
      if (graph.retained.bytes[node] !== retained[i]) {
        differs('retains', graph.retained.bytes[node], retained[i]);
      }
    }
  });
  const says =
    `${counts.reached} reached and ${counts.dead} dead of ${objects.length}` +
    ` (${counts.allocated} not yet swept, ${counts.unwritten} slots used again),` +
    ` ${counts.dominators} dominators` +
    (naive ? ' (and by definition)' : '') +
    (lengths ? `, ${counts.lengths} path lengths, ${counts.retained} retained sizes` : '');
  return { differences, says };
  function nearestKnown(of, byNode, node) {
    for (let at = of.tree.idom[node]; at >= 0; at = of.tree.idom[at]) {
      if (at === of.virtualRoot) return top;
      const root = of.rootOf(at);
      if (root) return root.kind === 'stack' ? 'a stack' : root.label;
      if (byNode.has(at)) return byNode.get(at);
    }
    return undefined;
  }
}

function isHeaded(graph, node) {
  const { spans, span } = graph.objects;
  if (graph.sizeBytes(node) <= maxHeaderless) return false;
  return spans.sizeClass[span[node]] !== 0 && spans.pointerFree[span[node]] === 0;
}

function stepsFromTop(graph, node) {
  let steps = 0;
  for (let at = node; at !== graph.virtualRoot && at >= 0; at = graph.reach.parent[at]) steps++;
  return steps;
}

/** Sums of the sizes that Trivet found, over the oracle's dominator tree. */
function retainedBytes(graph, { objects, rows, top }, idom, reached) {
  const bytes = new Float64Array(rows.length);
  const below = new Int32Array(rows.length);
  idom.forEach((u) => u >= 0 && below[u]++);
  const ready = [...idom.keys()].filter((v) => below[v] === 0 && idom[v] >= 0);
  while (ready.length > 0) {
    const v = ready.pop();
    if (v < objects.length && reached[v]) {
      bytes[v] += graph.sizeBytes(graph.objects.find(objects[v].address));
    }
    const u = idom[v];
    bytes[u] += bytes[v];
    if (--below[u] === 0 && u !== top) ready.push(u);
  }
  return bytes;
}
