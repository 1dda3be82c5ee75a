import { textNeeded } from '../../../core/corpora/text-needed.ts';
import { openPairs } from '../../../core/experiments/comparison/until-decided.ts';
import { usualMost } from '../../../core/experiments/plan/plan.ts';
import { limits } from '../../../core/experiments/limits.ts';
import { ratePolicy } from '../../../core/experiments/rates/rate-policy.ts';
import { barEn, type BarWords } from '../../../core/words/bar-words.ts';
import type { LabState } from './lab-state.svelte.ts';
import { missingSeeds, whyNotMore } from './more-seeds.ts';

/** What makes sense next: the one button of the window that stands out. */
export interface NextStep {
  readonly id:
    | 'longer-text'
    | 'run'
    | 'pause'
    | 'resume'
    | 'find-rates'
    | 'more-seeds'
    | 'until-decided'
    | 'go-on'
    | 'again';
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

const step = (
  id: NextStep['id'],
  said: Pick<NextStep, 'label' | 'hint'>,
  seconds: number | null = null,
): NextStep => ({ id, ...said, seconds });

/** Wall seconds of so many further seeds, from the arithmetic of those that there are. */
function secondsOf({ runs, experiment, capabilities }: Asked, seeds: number): number | null {
  const spent = runs.reduce((sum, run) => sum + run.seconds, 0);
  if (spent <= 0) return null;
  const side = Math.max(1, Math.min(capabilities.threads, experiment.arms.length * seeds));
  return ((spent / experiment.seeds.length) * seeds) / side;
}

export function nextStep(lab: Asked, { next }: Pick<BarWords, 'next'> = barEn): NextStep {
  const { experiment, phase, search, runs } = lab;
  const { arms, seeds } = experiment;
  if (!lab.lost && (search === 'running' || phase === 'running')) return step('pause', next.pause);
  if (search === 'paused') return step('resume', next.resumeSearch);
  if (phase === 'paused') return step('resume', next.resume);
  const needed = lab.corpus && textNeeded(experiment.model.length, lab.corpus);
  if (phase === 'idle' && needed) return step('longer-text', next.longerText(needed));
  if (phase === 'idle') return step('run', next.run);
  if (phase === 'stopped' && lab.kept !== null && !lab.opened) return step('go-on', next.goOn);
  if (phase === 'stopped' || whyNotMore(lab) !== null || arms.length < 2) return step('again', next.again);
  if (ratePolicy(experiment) === 'same')
    return step('find-rates', next.findRates, (secondsOf(lab, seeds.length) ?? 0) * 1.5 || null);
  const missing = missingSeeds(lab);
  if (missing > 0)
    return step('more-seeds', next.moreSeeds(missing, seeds.length + missing), secondsOf(lab, missing));
  if (seeds.length < Math.min(usualMost, limits.seeds) && openPairs(experiment, runs).length > 0)
    return step('until-decided', next.untilDecided(usualMost));
  return step('again', next.again);
}

/** Trains with everything that was set before: a change on its way to the lab is waited for. */
const run = async (lab: LabState): Promise<void> =>
  void (await lab.inTurn(() => lab.act('training', (api) => api.run({}))));

/** Does it. @returns whether the lab took it */
export async function takeNextStep(lab: LabState, { id }: NextStep): Promise<void> {
  switch (id) {
    case 'longer-text':
      return;
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
