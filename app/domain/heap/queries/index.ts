export { dominatorChildren, dominatorOverview, type OverviewOptions } from './dominators-view';
export { describeNode, findObject, formatAddress, isNode } from './nodes';
export { referents, referrers } from './neighbours';
export { typesTable, type ObjectSort } from './objects-by-type';
export { HeapViews } from './heap-views';
