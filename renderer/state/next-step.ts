import { openPairs } from '../../core/experiments/comparison/until-decided.ts';
import { usualMost } from '../../core/experiments/plan/plan.ts';
import { limits } from '../../core/experiments/limits.ts';
import { ratePolicy } from '../../core/experiments/rates/rate-policy.ts';
import { counted } from '../../core/words/number-format.ts';
import { whySix } from '../../core/words/why-seeds.ts';
import type { LabState } from './lab-state.svelte.ts';
import { missingSeeds, whyNotMore } from './more-seeds.ts';

/** What makes sense next: the one button of the window that stands out. */
export interface NextStep {
  readonly id: 'run' | 'pause' | 'resume' | 'find-rates' | 'more-seeds' | 'until-decided' | 'go-on' | 'again';
  readonly label: string;
  /** One sentence. */
  readonly hint: string;
  /** Seconds that it takes, as far as the runs before say; null where they say nothing. */
  readonly seconds: number | null;
}

type Asked = Pick<
  LabState,
  'experiment' | 'runs' | 'phase' | 'search' | 'lost' | 'opened' | 'kept' | 'corpus' | 'robustness'
> & { readonly capabilities: Pick<LabState['capabilities'], 'threads'> };

const step = (id: NextStep['id'], label: string, hint: string, seconds: number | null = null): NextStep => ({
  ...{ id, label, hint, seconds },
});

/** Wall seconds of so many further seeds, from the arithmetic of those that there are. */
function secondsOf({ runs, experiment, capabilities }: Asked, seeds: number): number | null {
  const spent = runs.reduce((sum, run) => sum + run.seconds, 0);
  if (spent <= 0) return null;
  const side = Math.max(1, Math.min(capabilities.threads, experiment.arms.length * seeds));
  return ((spent / experiment.seeds.length) * seeds) / side;
}

export function nextStep(lab: Asked): NextStep {
  const { experiment, phase, search, runs } = lab;
  const { arms, seeds } = experiment;
  if (!lab.lost && (search === 'running' || phase === 'running'))
    return step('pause', 'Pause', 'Holds what is under way; nothing is lost.');
  if (search === 'paused') return step('resume', 'Resume', 'The search goes on where it was.');
  if (phase === 'paused') return step('resume', 'Resume', 'Training goes on where it was.');
  if (phase === 'idle') return step('run', 'Run', 'Trains every output layer on the text.');
  if (phase === 'stopped' && lab.kept !== null && !lab.opened)
    return step('go-on', 'Go on', 'Takes the stopped runs up again where they were.');
  if (phase === 'stopped' || whyNotMore(lab) !== null || arms.length < 2)
    return step('again', 'Run again', 'Back to step 0, and trains anew; what is kept stays in the library.');
  if (ratePolicy(experiment) === 'same')
    return step(
      'find-rates',
      'Find the best rate for each',
      'One rate for all favours some losses: looks for the best rate of each, and trains anew at these.',
      (secondsOf(lab, seeds.length) ?? 0) * 1.5 || null,
    );
  const missing = missingSeeds(lab);
  if (missing > 0)
    return step(
      'more-seeds',
      `Run ${counted(missing, 'more seed')}`,
      `A verdict takes ${seeds.length + missing} paired seeds; those that are there stay, and the record says that these came later. ${whySix}.`,
      secondsOf(lab, missing),
    );
  if (seeds.length < Math.min(usualMost, limits.seeds) && openPairs(experiment, runs).length > 0)
    return step(
      'until-decided',
      'Add seeds until decided',
      `One paired seed after the other until every pair is decided, ${usualMost} in all at most.`,
    );
  return step('again', 'Run again', 'Back to step 0, and trains anew; what is kept stays in the library.');
}

/** Trains with everything that was set before: a change on its way to the lab is waited for. */
const run = async (lab: LabState): Promise<void> =>
  void (await lab.inTurn(() => lab.act('training', (api) => api.run({}))));

/** Does it. @returns whether the lab took it */
export async function takeNextStep(lab: LabState, { id }: NextStep): Promise<void> {
  switch (id) {
    case 'run':
    case 'resume':
      return run(lab);
    case 'pause':
      return void (await lab.act('training', (api) => api.pause({})));
    case 'more-seeds':
      return void (await lab.act('training', (api) => api.addSeeds({ count: missingSeeds(lab) })));
    case 'until-decided':
      return void (await lab.act('training', (api) => api.addSeeds({ untilDecided: usualMost })));
    case 'find-rates':
      if (await lab.change({ tuning: null, search: 'quick' })) await run(lab);
      return;
    case 'go-on': {
      const id = lab.kept!;
      return void (await lab.act('training', async (api) => {
        await api.openKept({ id });
        await api.run({});
      }));
    }
    case 'again':
      await lab.changes.make('training', (api) => api.reset({}));
      await run(lab);
  }
}
