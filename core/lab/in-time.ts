import type { LabPorts } from './ports.ts';

/** Milliseconds that threads have for coming to a rest when the program ends. */
const patience = 2000;

/** Waits for threads to come to a rest; one that a plug-in holds on to is not waited for. */
export async function inTime(rest: Promise<void> | undefined, after: LabPorts['after']): Promise<void> {
  let endWait = (): void => undefined;
  const longEnough = new Promise<void>((resolve) => (endWait = after(patience, resolve)));
  await Promise.race([rest, longEnough]);
  endWait();
}
