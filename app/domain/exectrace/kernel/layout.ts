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
/** Of the analysis: the block at hand, and its recorders' arrays. */
export const followedArray = 47;
export const setAsideArray = 48;
export const typeCountsArray = 49;
export const slotTimesArray = 50;
export const slotMarksArray = 51;
export const rowReasonArray = 52;
export const rowSumsArray = 53;
export const rowOfStackArray = 54;
export const pairOfWakerArray = 55;
export const pairEndsArray = 56;
export const pairSumsArray = 57;
export const histogramCountsArray = 58;
export const histogramSumsArray = 59;
export const runningInArray = 60;
export const liveGoidArray = 61;
export const liveCreatedArray = 62;
export const liveParentArray = 63;
export const liveGroupArray = 64;
export const groupOfStackArray = 65;
export const startOfStackArray = 66;
export const groupHistogramArray = 67;
export const groupCountsArray = 68;
export const groupBucketsArray = 69;
export const stepTimeArray = 70;
export const stepValueArray = 71;
export const stepSumArray = 72;

/** Counts, as 32-bit words. */
export const blockLength = 73;
/** Length of the block before the event at hand. */
export const lengthBefore = 74;
export const frontierSize = 75;
export const wideCount = 76;
export const wideCapacity = 77;
export const slotCount = 78;
export const slotCapacity = 79;
/** Entries of the table of ids; its size less 1, which is a power of 2 less 1. */
export const goidUsed = 80;
export const goidMask = 81;
export const freeCount = 82;
export const endedCount = 83;
export const stackLimit = 84;
export const stringLimit = 85;
export const procLimit = 86;
export const regionCount = 87;
export const regionCapacity = 88;
/** First of the regions that are to be used again, chained by `regionBelow`; 0: none. */
export const regionFree = 89;
export const taskCount = 90;
export const taskCapacity = 91;
export const taskUsed = 92;
export const taskMask = 93;
export const taskFreeCount = 94;
export const pairOfWakerLimit = 95;
/** Bucket of the span added last, which spans from one double below to another. */
export const recentBucket = 96;
/** Events in `setAsideArray`. */
export const setAsideCount = 97;
/** Slots that `slotMarksArray` has room for, and one above the highest that was begun. */
export const slotRoom = 98;
export const slotsBegun = 99;
/** 1: no goroutine that begins needs TypeScript; the same of those that end, and how many of these had no row. */
export const takesBegins = 100;
export const takesEnds = 101;
export const endedWithoutRow = 102;
/** Highest thread index and P of all blocks so far. */
export const highestThread = 103;
export const highestProc = 104;
export const wordCount = 105;

/** Doubles; they lie behind the words. */
export const clockNow = 53;
export const clockLast = 54;
export const nextSample = 55;
export const sequenceBase = 56;
export const nsPerTick = 57;
export const bucketWidth = 58;
export const recentFrom = 59;
export const recentTo = 60;
export const runningNs = 61;
export const doubleEnd = 62;

/** One byte per event type: how many arguments it has; −1 for what is no event. */
export const argumentCountsAt = 512;
/** One byte per event type: what the analysis does with it. */
export const interestAt = 768;
/** Where arrays begin. */
export const heapAt = 1024;

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
export const blockType = 196608;
export const blockState = 200704;
export const blockBytes = 204800;

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

/** What the analysis does with events of a type, as bits: nothing if 0. */
export const isTransition = 1;
/** To be told at its place, between the transitions. */
export const isInOrder = 2;
/** Set aside, to be told when the block's transitions were followed. */
export const isSetAside = 4;

/** Of a slot, in `slotTimesArray` and `slotMarksArray`: 8 entries each, so that a transition touches few cache lines. */
export const slotShift = 3;
/** In times: since when the state goes on (TraceNs), and from here on nanoseconds in each state so far. */
export const sinceTime = 0;
export const inStateTime = 1;
/** In marks: the state, as `goStatus`; `ended` also where there is no goroutine. */
export const stateMark = 0;
/** Where it stopped last in this generation, stack id; −1: it did not. */
export const stoppedAtMark = 1;
/** Why it stopped last, text index. */
export const reasonMark = 2;
/** Row of the interval that goes on (`IntervalRows`), −1 while it runs. */
export const rowMark = 3;
/** Index of its latency histogram; −1 while its start function is not known. */
export const histogramMark = 4;
/** 1 once it ran within the trace. */
export const hasRunMark = 5;
/** What it does for the collector, see CollectorRecorder; 0: nothing. */
export const workMark = 6;
/** 1: it has a strip of its own. */
export const stripMark = 7;

/** By stack, in `rowOfStackArray`: row + 1 of a wait, a system call, runnable, runnable for the first time. */
export const waitRow = 0;
export const syscallRow = 1;
export const runnableRow = 2;
export const firstRunnableRow = 3;

/** Of a group, in `groupCountsArray`: goroutines created and ended; in `groupBucketsArray` the same by time bucket. */
export const groupShift = 1;

/** Time buckets of a column. */
export const bucketCount = 256;

/** Histograms are log-linear: see ../../stats/histogram.ts. */
export const histogramLinear = 32;
export const histogramPerOctave = 16;
export const histogramBuckets = 800;
