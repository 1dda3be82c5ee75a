import { simplestTarget } from '../../../core/experiments/comparison/baseline-lines.ts';
import { usualYardstick, yardstickById, type YardstickId } from '../../../core/yardsticks/registry.ts';
import type { Baselines } from '../../../core/corpora/baselines.ts';
import type { CorpusSummary } from '../../../core/corpora/corpus.ts';
import type { StandingRule } from '../../../core/experiments/comparison/standing.ts';
import type {
  Band,
  ConvergenceQuestion,
  XAxis,
} from '../../../core/figures/experiment/convergence-question.ts';
import { everything, type Sight } from '../../../core/figures/drawing/in-sight.ts';
import { bandOf } from './band-choices.ts';

/** Which evaluation of a run the standing table and the pairs rest on. */
export const statistics = [
  { id: 'last', label: 'last common step' },
  { id: 'own-last', label: 'own last step' },
  { id: 'best', label: 'best so far' },
  { id: 'at-target', label: 'at the target' },
] as const;
export type StatisticId = (typeof statistics)[number]['id'];

/** What of each run is shown below the standing, one at a time. */
export const measures = [
  { id: 'loss', label: 'Own loss', hint: 'What each layer minimises: of another unit for every loss' },
  { id: 'gradient', label: 'Gradient size', hint: '‖∂E/∂W‖ of every step, before clipping' },
  { id: 'delta', label: 'Errors δ', hint: 'Histogram of δ = ∂E/∂z at the output' },
  { id: 'sample', label: 'Sample text', hint: 'What each network writes' },
] as const;
export type MeasureId = (typeof measures)[number]['id'];

/** The text, and what simple models reach on the characters that the curves are scored on. */
interface ScoredText {
  readonly corpus: CorpusSummary | null;
  readonly baselines: Baselines | null;
}

/** What is looked at on the convergence screen, and how. */
export class ConvergenceChoice {
  yardstick = $state<YardstickId>(usualYardstick);
  x = $state<XAxis>('step');
  logX = $state(false);
  logY = $state(false);
  /** Evaluations of the moving average; 1 smooths nothing. */
  span = $state(1);
  band = $state<Band>('t');
  traces = $state(false);
  /** Whether the same yardstick of training batches stands beside it. */
  training = $state(false);
  statistic = $state<StatisticId>('last');
  measure = $state<MeasureId>('sample');
  /** Whether what lies inside each run is folded away. */
  folded = $state(false);
  /** The seed whose runs are looked into; null for the first. */
  seed = $state<number | null>(null);
  /** The stretches in sight; null for all there is. */
  within = $state.raw<Sight>(everything);
  /** Targets that were moved, by yardstick; the others stand where they begin. */
  #targets = $state.raw<Partial<Record<YardstickId, number>>>({});
  readonly #text: () => ScoredText;

  constructor(text: () => ScoredText) {
    this.#text = text;
  }

  get named() {
    return yardstickById(this.yardstick);
  }

  get target(): number {
    const { corpus, baselines } = this.#text();
    return this.#targets[this.yardstick] ?? simplestTarget(this.yardstick, corpus, baselines);
  }

  moveTarget(value: number): void {
    this.#targets = { ...this.#targets, [this.yardstick]: value };
  }

  get rule(): StandingRule {
    const { yardstick, target, statistic } = this;
    if (statistic === 'best') return { kind: 'best', yardstick };
    if (statistic === 'at-target') return { kind: 'at-target', yardstick, target };
    return statistic === 'own-last' ? 'own-last' : 'common-step';
  }

  /** What is asked of the figure. @param seeds of the experiment: too few have no bootstrap band */
  question(seeds: number): ConvergenceQuestion {
    const { yardstick, x, logX, logY, traces, training, span, within, target } = this;
    const band = bandOf(this.band, seeds);
    return { yardstick, x, logX, logY, band, traces, training, span, within, target, all: false };
  }

  /** All there is, in sight again: also when the axes mean something else. */
  showAll(): void {
    this.within = everything;
  }
}
