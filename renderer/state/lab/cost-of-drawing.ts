import { tick } from 'svelte';

/**
 * What a change of the page costs: working out what is shown, then the frame that shows it. Waiting for the frame does
 * not count; without frames it costs nothing.
 * @param begun when the change was made, in milliseconds of `performance.now()`
 * @returns milliseconds
 */
export async function costOfDrawing(begun: number): Promise<number> {
  if (typeof requestAnimationFrame !== 'function') return 0;
  await tick();
  const worked = performance.now() - begun;
  await new Promise((resolve) => requestAnimationFrame(resolve));
  const frame = performance.now();
  await new Promise((resolve) => setTimeout(resolve));
  // One slow frame, when something else was on, must not hold the next ones up for long.
  return Math.min(25, worked + performance.now() - frame);
}
