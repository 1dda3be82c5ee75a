import type { LabSnapshot } from '../../../contract/lab-data.ts';
import type { Compared } from '../../../experiments/comparison/paired-difference.ts';
import type { HostedLab } from '../../../lab/create-lab.ts';
import { resultsJson, standingText } from '../printed/results.ts';
import { repeatToEnd } from './repeated-variations.ts';
import { jsonText, say } from '../printed/terminal.ts';
import { trainToEnd, type Ended } from './training.ts';

export interface Telling {
  readonly json: boolean;
  readonly robustness: boolean;
}

/** Says that there is no result, which is an error. */
export function sayAllDiverged(): void {
  process.stderr.write('loss-lab: Every run diverged, so nothing can be compared.\n  Try a lower --rate.\n');
}

/** Says which runs failed, and that there is no result where no run has one. Answers whether all is well. */
function sayProblems(snapshot: LabSnapshot): boolean {
  for (const run of snapshot.runs)
    if (run.failure !== null) say(`${run.armId}, seed ${run.seed}: failed: ${run.failure}`);
  const trained = snapshot.runs.filter(({ status }) => status !== 'waiting');
  // A part that got no run has nothing to complain of.
  const nothing = trained.length > 0 && trained.every((run) => run.status === 'diverged');
  if (nothing) sayAllDiverged();
  return !nothing && snapshot.runs.every((run) => run.status !== 'failed');
}

/** Repeats the first seeds where that was asked for, and prints the standing. */
export async function tell(
  lab: HostedLab,
  { json, robustness }: Telling,
  ended: Ended,
): Promise<LabSnapshot> {
  let { interrupted } = ended;
  if (robustness && interrupted === null) ({ interrupted } = await repeatToEnd(lab));
  const snapshot = await lab.snapshot({});
  print(snapshot, json, interrupted);
  return snapshot;
}

export function print(
  snapshot: LabSnapshot,
  json: boolean,
  interrupted: number | null,
  known?: Compared,
): void {
  process.stdout.write(json ? jsonText(resultsJson(snapshot, known)) : `${standingText(snapshot, known)}\n`);
  const well = sayProblems(snapshot);
  if (interrupted !== null) process.exitCode = interrupted;
  else if (!well) process.exitCode = 1;
}

/** Trains every run of the lab's experiment and prints the standing; nothing is kept. */
export async function trainAndTell(lab: HostedLab, telling: Telling): Promise<void> {
  await tell(lab, telling, await trainToEnd(lab, 'Stopping; what there is will be told.'));
}
