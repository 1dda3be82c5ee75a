/**
 * Does something at once when it is asked for, and then at least so long apart: what is asked for meanwhile is done once,
 * after it. One that is under way is waited for.
 * @param milliseconds between two beginnings
 */
export function atLeast(milliseconds: number, work: () => Promise<void>): () => void {
  let waiting = false;
  let resting = false;
  const begin = async (): Promise<void> => {
    resting = true;
    waiting = false;
    const rest = new Promise((resolve) => setTimeout(resolve, milliseconds));
    await work();
    await rest;
    resting = false;
    if (waiting) void begin();
  };
  return () => {
    if (resting) waiting = true;
    else void begin();
  };
}
