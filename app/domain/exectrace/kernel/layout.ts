/**
 * What lies where in the memory that TypeScript and WebAssembly share. This file is compiled by both, so it holds nothing
 * but numbers: places are indices of 32-bit words, or of doubles, from the beginning of the memory.
 */

/** Addresses of arrays, as 32-bit words. */
export const typeArray = 0;
export const timeArray = 1;
export const arg0Array = 2;
export const arg1Array = 3;
export const arg2Array = 4;
export const arg3Array = 5;
export const wideArray = 6;
export const rowArray = 7;
export const rowEndArray = 8;
export const threadArray = 9;
export const firstArray = 10;
export const rowsArray = 11;
export const positionArray = 12;
export const endArray = 13;
export const lastTimeArray = 14;
export const damageArray = 15;
export const bufferArray = 16;
export const heapCursorArray = 17;
export const heapTimeArray = 18;
export const goidArray = 19;
export const statusArray = 20;
export const sequenceArray = 21;
export const inRangeArray = 22;
export const assistArray = 23;
export const goidKeysArray = 24;
export const goidValuesArray = 25;
export const freeArray = 26;
export const endedArray = 27;
export const threadGoroutineArray = 28;
export const threadProcArray = 29;
export const threadExistsArray = 30;
export const procStatusArray = 31;
export const procSequenceArray = 32;
export const procSweepsArray = 33;
export const stackPresentArray = 34;
export const stringPresentArray = 35;
export const textOfStringArray = 36;
export const blockArray = 37;
export const regionTopArray = 38;
export const regionTaskArray = 39;
export const regionNameArray = 40;
export const regionBelowArray = 41;
export const taskNameArray = 42;
export const taskParentArray = 43;
export const taskKeysArray = 44;
export const taskValuesArray = 45;
export const taskFreeArray = 46;

/** Counts, as 32-bit words. */
export const blockLength = 47;
/** Length of the block before the event at hand. */
export const lengthBefore = 48;
export const frontierSize = 49;
export const wideCount = 50;
export const wideCapacity = 51;
export const slotCount = 52;
export const slotCapacity = 53;
/** Entries of the table of ids; its size less 1, which is a power of 2 less 1. */
export const goidUsed = 54;
export const goidMask = 55;
export const freeCount = 56;
export const endedCount = 57;
export const stackLimit = 58;
export const stringLimit = 59;
export const procLimit = 60;
export const regionCount = 61;
export const regionCapacity = 62;
/** First of the regions that are to be used again, chained by `regionBelow`; 0: none. */
export const regionFree = 63;
export const taskCount = 64;
export const taskCapacity = 65;
export const taskUsed = 66;
export const taskMask = 67;
export const taskFreeCount = 68;
export const wordCount = 69;

/** Doubles; they lie behind the words. */
export const clockNow = 35;
export const clockLast = 36;
export const nextSample = 37;
export const sequenceBase = 38;
export const nsPerTick = 39;
export const doubleEnd = 40;

/** One byte per event type: how many arguments it has; −1 for what is no event. */
export const argumentCountsAt = 512;
/** Where arrays begin. */
export const heapAt = 768;

/** Events a block can hold. */
export const blockCapacity = 4096;
/** Bytes from the start of a block to each of its columns. */
export const blockTime = 0;
export const blockValue = 32768;
export const blockExtra = 65536;
export const blockThread = 98304;
export const blockProc = 114688;
export const blockGoroutine = 131072;
export const blockSubject = 147456;
export const blockText = 163840;
export const blockStack = 180224;
export const blockTypeCounts = 196608;
export const blockType = 197632;
export const blockState = 201728;
export const blockBytes = 205824;

/** Events decoded ahead for a thread. */
export const chunkEvents = 1024;
/** Longest event: type, time and four arguments; decoding checks its end once an event. */
export const maxEventSize = 64;
/** Numbers of an event that may need a place in the table of wide ones. */
export const widePerEvent = 5;

/** What `order` answers with. */
export const isFull = 0;
export const isEnded = 1;
/** A CPU sample comes next. */
export const atSample = 2;
/** The first of the frontier has used up what was decoded. */
export const atRefill = 3;
/** The next event of the first of the frontier is none of the ordinary ones. */
export const atOther = 4;

/** Damage behind a cursor's decoded events: in `damageArray`, before the type × 4. */
export const endsEarly = 1;
export const isNoEvent = 2;
