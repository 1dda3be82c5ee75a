import { setFlagsFromString } from 'node:v8';

/**
 * What a thread that lives beside others may keep for new objects, in megabytes: a garbage collection of so little is
 * short, and memory does not grow with the number of threads as by V8's own limit, which is six times as much.
 */
export const threadLimits = { maxYoungGenerationSizeMb: 8 };

/**
 * The like for a main thread that is running already: from here on its space for new objects does not grow. Of thousands of
 * runs that are read one after the other what stays would fill the pages of a large one thinly: 15 000 took 426 MB, and so 303.
 */
export const keepYoungSmall = (): void => setFlagsFromString('--semi-space-growth-factor=1');

/**
 * From here on memory is collected sooner, at the price of some time: while the report of thousands of runs is written, what
 * was needed for a moment only would come to as much as the runs themselves. Of 15 000 that took 542 MB, and so 370.
 */
export const collectSooner = (): void => setFlagsFromString('--optimize-for-size');
