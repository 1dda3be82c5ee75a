import type { Checkpoint } from './checkpoint.ts';

/** The buffers of a checkpoint that is handed over to another thread and not used any more. */
export function checkpointBuffers({ network }: Checkpoint): ArrayBuffer[] {
  const { weights, optimizer, carried, kept } = network;
  const all = [weights, ...optimizer, ...(kept ? [kept.gradient] : [])].flatMap((matrices) =>
    Object.values(matrices as unknown as Record<string, Float64Array>),
  );
  return [...all, carried].map(({ buffer }) => buffer as ArrayBuffer);
}
