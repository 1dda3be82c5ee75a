/**
 * What a thread that lives beside others may keep for new objects, in megabytes: a garbage collection of so little is
 * short, and memory does not grow with the number of threads as by V8's own limit, which is six times as much.
 */
export const threadLimits = { maxYoungGenerationSizeMb: 8 };
