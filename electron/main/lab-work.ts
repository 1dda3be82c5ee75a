import type { Lab, LabEventName, LabEvents } from '../../core/contract/lab-api.ts';
import type { Overall, Phase } from '../../core/contract/lab-data.ts';

/** What the lab is computing, as a system shows it. */
export interface Work {
  /** Runs are in training, of the experiment, of a sweep, or of a repeat. */
  readonly busy: boolean;
  /** The experiment itself is in training, or looks for its rates: what a pause holds. */
  readonly going: boolean;
  /** The experiment is paused before its end. */
  readonly paused: boolean;
  /** How much of it is done, 0 … 1; null where nothing is under way. */
  readonly share: number | null;
}

type Done = Pick<Overall, 'stepsDone' | 'stepsTotal'>;
const shareOf = ({ stepsDone, stepsTotal }: Done): number => (stepsTotal > 0 ? stepsDone / stepsTotal : 0);

/** Tells of the lab's work whenever it may have changed. */
export function followWork(lab: Pick<Lab, 'on'>, told: (work: Work, phase: Phase) => void): void {
  let phase: Phase = 'idle';
  let searching = false;
  let overall: Done = { stepsDone: 0, stepsTotal: 0 };
  /** Shares of a sweep and of a repeat; null where none is under way. */
  let sweep: number | null = null;
  let repeat: number | null = null;

  const tell = (): void => {
    const training = phase === 'running' || phase === 'paused' ? shareOf(overall) : null;
    told(
      {
        busy: phase === 'running' || sweep !== null || repeat !== null,
        going: phase === 'running' || searching,
        paused: phase === 'paused' && sweep === null && repeat === null,
        share: sweep ?? repeat ?? training,
      },
      phase,
    );
  };
  const follow = <Name extends LabEventName>(name: Name, take: (event: LabEvents[Name]) => void) =>
    lab.on(name, (event) => {
      take(event);
      tell();
    });
  follow('phase', (event) => ({ phase, overall } = event));
  follow('progress', (event) => ({ overall } = event));
  follow('snapshot', (event) => {
    ({ phase, overall } = event);
    searching = event.search === 'running';
    repeat = event.robustness?.phase === 'running' ? repeat : null;
  });
  follow('sweep', ({ phase: now, progress }) => {
    sweep = now === 'running' ? shareOf(progress) : null;
  });
  follow('robustness', ({ phase: now, under }) => {
    repeat = now === 'running' ? (under ? shareOf(under.overall) : 0) : null;
  });
}
