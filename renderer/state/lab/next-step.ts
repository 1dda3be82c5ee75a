import { textNeeded, type TextNeeded } from '../../../core/corpora/text-needed.ts';
import { openPairs } from '../../../core/experiments/comparison/until-decided.ts';
import { usualMost } from '../../../core/experiments/plan/plan.ts';
import { limits } from '../../../core/experiments/limits.ts';
import { ratePolicy } from '../../../core/experiments/rates/rate-policy.ts';
import { grouped } from '../../../core/words/number-format.ts';
import { inEnglish, type Say } from '../../../core/words/said/say.ts';
import type { LabState } from './lab-state.svelte.ts';
import { missingSeeds, moreSeedsWords, whyNotMore } from './more-seeds.ts';

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

const step = (id: NextStep['id'], label: string, hint: string, seconds: number | null = null): NextStep => ({
  id,
  label,
  hint,
  seconds,
});

/** Wall seconds of so many further seeds, from the arithmetic of those that there are. */
function secondsOf({ runs, experiment, capabilities }: Asked, seeds: number): number | null {
  const spent = runs.reduce((sum, run) => sum + run.seconds, 0);
  if (spent <= 0) return null;
  const side = Math.max(1, Math.min(capabilities.threads, experiment.arms.length * seeds));
  return ((spent / experiment.seeds.length) * seeds) / side;
}

const longerTextHint = ({ part, has, needs, length }: TextNeeded, say: Say): string =>
  part === 'training'
    ? say`The training part has ${grouped(has)} of the ${grouped(needs)} characters that a step of T = ${length} needs: take a longer text, or a shorter sequence length T.`
    : say`The held-out part has ${grouped(has)} of the ${needs} characters that a prediction needs: take a longer text, or hold out a larger share.`;

export function nextStep(lab: Asked, say: Say = inEnglish): NextStep {
  const { experiment, phase, search, runs } = lab;
  const { arms, seeds } = experiment;
  const again = step(
    'again',
    say`Run again`,
    say`Back to step 0, and trains anew; what is kept stays in the library.`,
  );
  if (!lab.lost && (search === 'running' || phase === 'running'))
    return step('pause', say`Pause`, say`Holds what is under way; nothing is lost.`);
  if (search === 'paused') return step('resume', say`Resume`, say`The search goes on where it was.`);
  if (phase === 'paused') return step('resume', say`Resume`, say`Training goes on where it was.`);
  const needed = lab.corpus && textNeeded(experiment.model.length, lab.corpus);
  if (phase === 'idle' && needed)
    return step('longer-text', say`A longer text is needed`, longerTextHint(needed, say));
  if (phase === 'idle') return step('run', say`Run`, say`Trains every output layer on the text.`);
  if (phase === 'stopped' && lab.kept !== null && !lab.opened)
    return step('go-on', say`Go on`, say`Takes the stopped runs up again where they were.`);
  if (phase === 'stopped' || whyNotMore(lab) !== null || arms.length < 2) return again;
  if (ratePolicy(experiment) === 'same')
    return step(
      'find-rates',
      say`Find the best rate for each`,
      say`One rate for all favours some losses: looks for the best rate of each, and trains anew at these.`,
      (secondsOf(lab, seeds.length) ?? 0) * 1.5 || null,
    );
  const missing = missingSeeds(lab);
  if (missing > 0) {
    const { label, hint } = moreSeedsWords(missing, seeds.length + missing, say);
    return step('more-seeds', label, hint, secondsOf(lab, missing));
  }
  if (seeds.length < Math.min(usualMost, limits.seeds) && openPairs(experiment, runs).length > 0)
    return step(
      'until-decided',
      say`Add seeds until decided`,
      say`One paired seed after the other until every pair is decided, ${usualMost} in all at most.`,
    );
  return again;
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
