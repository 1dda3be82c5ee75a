import { whySix } from './why-seeds.ts';

/** The sentence above the curves and the facts behind it. `{a}` is the name of the arm ahead, `{b}` of the other one. */
export const answerEn = {
  openings: { training: 'Training: ', paused: 'Paused: ', stopped: 'Stopped: ', ended: '' },
  atStep: (step: string) => ` at step ${step}`,
  onlyOne: (score: string) => `{a} is the only one whose runs did not diverge: ${score}`,
  reaches: (score: string) => `{a} reaches ${score}`,
  noneInBoth: 'no seed has a value in both {a} and {b}',
  areLevel: '{a} and {b} are level',
  wereLevel: '{a} and {b} were level',
  isInFront: '{a} is in front',
  wasInFront: '{a} was in front',
  notCompared: '{a} and {b} cannot be compared: no seed has a value in both',
  /** @param more further arms that are practically equal to both; `open`: pairs with others are not decided */
  equallyWell: (score: string, more: number, open: boolean) => {
    const who = more === 0 ? '{a} and {b}' : `{a}, {b} and ${more === 1 ? 'one more' : `${more} more`}`;
    return `${who} learn equally well${open ? ', not all others are decided' : ''}: ${score}`;
  },
  levelSoFar: (score: string) => `{a} and {b} are level so far: ${score}`,
  takeTurns: (score: string) => `{a} and {b} take turns so far: ${score} on average`,
  aheadSoFar: (score: string) => `{a} is ahead so far: ${score}`,
  notDecided: (seeds: number, score: string) =>
    `Not decided after ${seeds === 1 ? '1 seed' : `${seeds} seeds`}: {a} or {b}, ${score}`,
  best: (score: string) => `{a} learns best: ${score}`,
  better: (score: string) => `{a} learns better than {b}, not all others are decided: ${score}`,
  everyRunOf: (label: string) => `Every run of ${label} diverged`,
  everyRun: 'Every run of every output layer diverged',
  noScore: 'No output layer has a score',
  nothingScored: 'nothing is scored yet',
  aheadOf: (scale: string, label: string) => `${scale} ahead of ${label}`,
  /** Scales and scores that are said in this language; others as their yardstick says them. */
  scales: {} as Readonly<Record<string, string>>,
  scores: {} as Readonly<Record<string, (value: string) => string>>,
  interval: (low: string, high: string) => `95 % t interval ${low} to ${high}, `,
  pairedSeeds: (seeds: number) => (seeds === 1 ? '1 paired seed' : `${seeds} paired seeds`),
  toReach: (target: string, seeds: number) => `steps${seeds > 1 ? ' on average' : ''} to reach ${target}`,
  nextHasNot: 'no other one has in every seed',
  otherNeeds: (label: string, steps: string) => `${label} needs ${steps}`,
  aheadIn: (won: number, seeds: number) => `ahead in ${won} of ${seeds === 1 ? '1 seed' : `${seeds} seeds`}`,
  whyFewest: `${whySix}.`,
  noVerdictBefore: (fewest: number) => `no verdict before ${fewest}`,
  decided: 'decided',
  tooClose: 'too close to matter',
  open: 'not decided',
  /** Before there is anything to compare. */
  finding: 'Finding a fair learning rate for each output layer',
  searchPaused: 'The search for learning rates is paused',
  begins: 'Training begins',
  scoringUntrained: 'scoring the untrained networks on held-out text',
  scoringStep: (step: string) => `scoring step ${step} on held-out text`,
  roundOf: (round: number, rounds: number) => `round ${round} of ${rounds}`,
  question: 'Which output layer learns this text best?',
  questionOfOne: (label: string) => `How well does ${label} learn this text?`,
  measuring: 'measuring the time left',
  timeLeft: 'left',
  timeLeftWithSearch: 'left, search and training',
  furtherSeeds: (seeds: number) => (seeds === 1 ? '1 further seed' : `${seeds} further seeds`),
  seedsOf: (seeds: number, arms: number) =>
    `${seeds === 1 ? '1 seed' : `${seeds} seeds`} of ${arms === 1 ? '1 output layer' : `${arms} output layers`}`,
  runsOf: (done: string, all: string) => `${done} of ${all}`,
  shortRuns: 'short runs of the quick search',
  why: 'See why: gradients',
  whyBrief: 'Why',
  whyHint: 'The gradients of these two, at the same weights',
  /** What is spent on the comparison. */
  budget: {
    each: (arms: number, seeds: number, steps: string, oneStep: boolean) =>
      `${arms === 1 ? '1 output layer' : `${arms} output layers`} × ${seeds === 1 ? '1 seed' : `${seeds} seeds`} × ${steps} ${oneStep ? 'step' : 'steps'}`,
    searchFirst: (each: string, steps: string, share: string) =>
      `${each}, each layer at a learning rate of its own: short runs of ${steps} steps in all look for it first, ${share} of the work`,
    same: (each: string) => `${each}, all at one learning rate`,
    setEach: (each: string) => `${each}, at learning rates set one by one`,
    normMatched: (each: string) => `${each}, at learning rates that match the first gradients`,
    ofSweep: (each: string) => `${each}, each layer at the best learning rate of a sweep`,
    found: (each: string, steps: string, share: string) =>
      `${each}, each layer at the learning rate that did best in short runs: ${steps} steps in all, ${share} of the work`,
    end: '.',
  },
  /** A best rate lies at an end of those that were tried. */
  atEdge: (label: string, low: boolean) =>
    `The best rate of ${label} is the ${low ? 'lowest' : 'highest'} that was tried: a ${low ? 'lower' : 'higher'} one may be better, and it may be wronged here.`,
  /** Nobody has learned more than how often each character comes. */
  onlyCounts: (unigram: string) =>
    `No output layer does better than counting letters does (unigram, ${unigram}): nothing of their order is learned yet.`,
  otherScore: 'Planned to be decided on another score than this.',
};

export type AnswerWords = typeof answerEn;
