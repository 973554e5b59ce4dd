export { decode } from './decode';
export { follow } from './follow';
export { insert, remove, siftDown, sort, update } from './frontier';
export { order } from './order';
export { popRegion, pushRegion } from './regions';
export { addSlot, dropSlot, enterSlot, findSlot, recycleSlots } from './slots';
export { addTask, dropTask, enterTask, findTask } from './tasks';
export { tally } from './tally';
export { leastOver } from './window';
