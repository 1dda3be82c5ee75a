import type { LabSnapshot, RobustnessState } from '../../../contract/lab-data.ts';
import { robustnessOf, robustnessWords, variations } from '../../../experiments/comparison/robustness.ts';
import type { HostedLab } from '../../../lab/create-lab.ts';
import { interruptible, type Ended } from './training.ts';

const labelOf = (id: string) => variations.find((each) => each.id === id)!.label;

/** Repeats the first seeds with one thing changed at a time, until all variations are through or the user interrupts. */
export async function repeatToEnd(lab: HostedLab): Promise<Ended> {
  let told: string | null = null;
  return interruptible(
    (progress) =>
      new Promise<void>((resolve, reject) => {
        const show = ({ under, seeds }: RobustnessState) => {
          if (!under) return;
          if (under.id !== told)
            progress.say(`Robustness repeat ${labelOf(under.id)}: seeds ${seeds.join(', ')} again.`);
          told = under.id;
          progress.show(under.overall);
        };
        lab.on('robustness', (state) => {
          show(state);
          if (state.phase !== 'running') resolve();
        });
        lab.startRobustness({}).then(show, reject);
      }),
    'Stopping; variations that are through will be written.',
    () => lab.cancelRobustness({}),
  );
}

/** Whether the order holds in each variation, as `compare` prints it; nothing where none was tried. */
export function robustnessText(
  { experiment, runs, robustness }: LabSnapshot,
  label: (armId: string) => string,
): string[] {
  if (!robustness) return [];
  return [
    '',
    'Robustness repeat:',
    ...robustness.repeats.map(
      (repeat) => `- ${robustnessWords(robustnessOf(experiment, runs, repeat), label)}`,
    ),
    ...robustness.skipped.map(({ id, why }) => `- not ${labelOf(id)}: ${why}`),
  ];
}

/** The same for programs. */
export const robustnessJson = ({ experiment, runs, robustness }: LabSnapshot) =>
  robustness && {
    variations: robustness.repeats.map((repeat) => robustnessOf(experiment, runs, repeat)),
    skipped: robustness.skipped,
    cancelled: robustness.phase === 'cancelled',
  };
