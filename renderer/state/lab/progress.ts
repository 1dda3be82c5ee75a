import { textNeeded } from '../../../core/corpora/text-needed.ts';
import { roundsOf } from '../../../core/experiments/rates/rounds.ts';
import { clock, grouped, short } from '../../../core/words/number-format.ts';
import { inEnglish, type Say } from '../../../core/words/said/say.ts';
import type { LabState } from './lab-state.svelte.ts';
import { addingPlace } from './more-seeds.ts';
import type { HeardWork } from './steady-time.ts';

/** How far the lab is with what was asked of it, the search of rates included. */
export interface Progress extends HeardWork {
  /** 0 … 1. */
  readonly share: number;
  /** Where it is, in words. */
  readonly place: string;
}

type Followed = Pick<
  LabState,
  'experiment' | 'phase' | 'search' | 'sweep' | 'overall' | 'runs' | 'adding' | 'lost' | 'corpus'
>;

/** The step that the slowest run is at which goes on. */
function slowestStep({ runs, experiment }: Pick<LabState, 'runs' | 'experiment'>): number {
  const under = runs.filter(({ status, early }) => status !== 'diverged' && status !== 'failed' && !early);
  return under.length > 0 ? Math.min(...under.map(({ steps }) => steps)) : experiment.steps;
}

/** What is computed where no step is: a large vocabulary or model is scored for longer than it trains between two scores. */
export function scoringWords({ phase, runs, experiment }: Followed, say: Say = inEnglish): string | null {
  const { every } = experiment.evaluation;
  const under = runs.filter(({ status }) => status === 'training' || status === 'waiting');
  if (phase !== 'running' || under.length === 0) return null;
  if (under.every(({ evaluations }) => evaluations.length === 0))
    return say`scoring the untrained networks on held-out text`;
  const scored = under.every(
    ({ steps, evaluations }) => steps % every === 0 && (evaluations.at(-1)?.step ?? -1) < steps,
  );
  return scored ? say`scoring step ${grouped(under[0].steps)} on held-out text` : null;
}

/** Steps that the experiment trains once it has its rates. */
const trainingSteps = ({ arms, seeds, steps }: Followed['experiment']) => arms.length * seeds.length * steps;

/** The round of the search that its slowest arm is in: `round 1 of 2`. */
export function roundWords({ plan, runs }: NonNullable<Followed['sweep']>, say: Say = inEnglish): string {
  const rounds = roundsOf(plan);
  const { arms } = plan.experiment;
  const [first] = rounds;
  const through = runs.filter(({ steps }) => steps === first.steps).length;
  const at = rounds.length > 1 && through >= arms.length * plan.grid.count * plan.seeds.length ? 2 : 1;
  return say`round ${at} of ${rounds.length}`;
}

function searchProgress(lab: Followed, say: Say): Progress {
  const { sweep, experiment, search } = lab;
  if (!sweep) return { share: 0, place: say`quick search`, secondsLeft: null };
  const { stepsDone, stepsTotal } = sweep.progress;
  const whole = stepsTotal + trainingSteps(experiment);
  return {
    share: stepsTotal > 0 ? stepsDone / whole : 0,
    place: `${say`quick search: ${roundWords(sweep, say)}`}${search === 'paused' ? ` · ${say`paused`}` : ''}`,
    secondsLeft: null,
    ...(search === 'running' ? { stepsDone, stepsLeft: whole - stepsDone } : {}),
  };
}

/** @param mended whether every field holds a valid value */
export function progressOf(lab: Followed, mended = true, say: Say = inEnglish): Progress {
  const { experiment, phase, overall, runs } = lab;
  if (lab.search && !lab.lost) return searchProgress(lab, say);
  // What was stopped is as far as its slowest run, and not done.
  const share =
    phase === 'stopped'
      ? Math.min(1, slowestStep(lab) / experiment.steps)
      : overall.stepsTotal > 0
        ? overall.stepsDone / overall.stepsTotal
        : 0;
  const at = say`step ${grouped(slowestStep(lab))} / ${grouped(experiment.steps)}`;
  const still = (place: string): Progress => ({ share, place, secondsLeft: null });
  if (phase === 'idle') {
    if (lab.corpus === null) return still(say`no text yet`);
    const tooShort = textNeeded(experiment.model.length, lab.corpus) !== null;
    const state = !mended
      ? say`a field has no valid value yet`
      : tooShort
        ? say`the text is too short`
        : say`ready`;
    return still(
      `${state} · ${say`${grouped(runs.length)} runs of ${say.counted(experiment.steps, 'step')}`}`,
    );
  }
  if (lab.lost) return still(`${at} · ${say`connection lost`}`);
  if (lab.adding && phase === 'paused') return still(`${addingPlace(lab, say)} · ${say`paused`}`);
  if (phase !== 'running')
    return still(`${at} · ${{ paused: say`paused`, finished: say`finished`, stopped: say`stopped` }[phase]}`);
  const scoring = lab.adding ? null : scoringWords(lab, say);
  const { charactersPerSecond: rate, secondsLeft } = overall;
  const speed = rate > 0 ? ` · ${say`${short(rate)} chars/s`}` : '';
  return {
    share,
    place: scoring ?? `${lab.adding ? addingPlace(lab, say) : at}${speed}`,
    secondsLeft,
    stepsLeft: overall.stepsTotal - overall.stepsDone,
  };
}

/** ` · 0:20 left`; empty where nothing is known. */
export const leftWords = (secondsLeft: number | null, say: Say = inEnglish): string =>
  secondsLeft === null ? '' : ` · ${say`${clock(secondsLeft)} left`}`;
