/**
 * What a screen needs beside the calls: the plain data they carry, and the few pure functions by which screens and
 * reports say the same thing about it.
 */
export { codePointName } from '../corpora/character-names.ts';
export type { Baselines, EvaluatedBaselines } from '../corpora/baselines.ts';
export { defaultCorpusOptions, defaultSplit } from '../corpora/corpus.ts';
export type { CorpusOptions, CorpusSummary, SplitOptions } from '../corpora/corpus.ts';
export {
  convergenceColumns,
  differenceColumns,
  meansOf,
  valuesAt,
  type ConvergenceColumns,
  type DifferenceColumns,
  type SeedColumns,
} from '../experiments/convergence-columns.ts';
export { duelLimits, type Duel, type DuelLine, type DuelQuestion, type DuelText } from '../duels/duel.ts';
export { differences, ownCharacters } from '../duels/differences.ts';
export { activationNamed } from '../outputs/activations/registry.ts';
export { matchWords, type LayerMatch } from '../outputs/match.ts';
export { newArm } from '../experiments/default-experiment.ts';
export {
  ratePolicy,
  ratePolicyWords,
  withTuning,
  type NormMatched,
  type RatePolicy,
  type RateTuning,
} from '../experiments/rate-policy.ts';
export { baselineLines, simplestTarget, type BaselineLine } from '../experiments/baseline-lines.ts';
export { defaultEvaluation } from '../experiments/evaluation-plan.ts';
export { inShort, type InShort } from '../experiments/in-short.ts';
export { bestArms, ranking } from '../experiments/lead.ts';
export {
  fewestForBca,
  fewestForImprovement,
  leastCoverage,
  simulatedCoverage,
} from '../experiments/interval-coverage.ts';
export {
  primaryYardstick,
  usualMost,
  usualPlan,
  withoutUsual,
  withSeeds,
  type Plan,
  type SeedAddition,
  type Smallest,
} from '../experiments/plan.ts';
export { planText, planWords, type PlanWords } from '../experiments/plan-words.ts';
export { robustnessOf, robustnessWords, variations } from '../experiments/robustness.ts';
export { fewestForSignificance as seedsForVerdict } from '../experiments/sign-flip.ts';
export { fewestForEProcess } from '../experiments/e-process.ts';
export { pairsOf } from '../experiments/until-decided.ts';
export { limits } from '../experiments/experiment-schema.ts';
export type { Arm, Experiment, Model } from '../experiments/experiment.ts';
export {
  gradientEvery,
  lastEvaluation,
  type Evaluation,
  type Glimpse,
  type GradientSeries,
  type Histogram,
  type RunRecord,
  type RunStatus,
} from '../experiments/run.ts';
export { readingNotes } from '../experiments/reading-notes.ts';
export { yardstickById, yardsticks, type YardstickId } from '../yardsticks/registry.ts';
export {
  earlyStopWords,
  stepsOf,
  stoppingAmong,
  stoppingWords,
  withoutEmpty,
  type Stopping,
} from '../experiments/stopping.ts';
export { standing, type ArmStanding, type Standing, type StandingRule } from '../experiments/standing.ts';
export { gridLimits, gridRates, rateAt, type RateGrid } from '../experiments/rate-grid.ts';
export {
  basinTolerance,
  basinWidth,
  sweepCurves,
  tuningOf,
  tuningSeeds,
  type ArmSweep,
  type SweepPlan,
  type SweepRun,
  type SweepValue,
} from '../experiments/sweep.ts';
export { choosingPart, splitOf, splitWords } from '../experiments/text-split.ts';
export { timeToTarget, type TargetTime } from '../experiments/time-to-target.ts';
export { bcaInterval } from '../experiments/bca-interval.ts';
export { standingDigits, tellingDigits } from '../experiments/printed-numbers.ts';
export { tInterval, type Summary } from '../experiments/statistics.ts';
export { whatSeedsShow } from '../experiments/what-seeds-show.ts';
export type { FormulaProblem } from '../formulas/formula-error.ts';
export { isUnread, lacksReading, unreadRemark } from '../experiments/unread.ts';
export type { FormulaFacts } from '../formulas/facts.ts';
export type { DomainProblem } from '../formulas/domain.ts';
export { layerLimits } from '../layers/layer-limits.ts';
export type {
  FormulaDefinition,
  FormulaParameter,
  LayerDefinition,
  PluginDefinition,
} from '../outputs/layer-definition.ts';
export type { ReadingId } from '../outputs/readings/registry.ts';
export type { FormulaCurve, FormulaLook } from '../probes/formula-look.ts';
export { precisions, type Precision } from '../network/precision.ts';
export { parameterCount } from '../network/weights.ts';
export { allPairs, type PairedDifference } from '../experiments/paired-difference.ts';
export { pairTable } from '../experiments/pair-table.ts';
export { simulatedVerdicts } from '../experiments/simulated-verdicts.ts';
export { listed, signed } from '../words/number-format.ts';
export { verdictId, verdictText, verdictWords, type LabelOf } from '../experiments/verdict-words.ts';
export { allParameters, type ParameterName } from '../network/weights.ts';
export type { LayerCheck } from '../probes/check-layer.ts';
export type { FaultId } from '../probes/faults.ts';
export { gradientCheckThresholds, type CheckedEntry } from '../probes/gradient-check.ts';
export {
  probeLimits,
  type GradientFlow,
  type LayerGradients,
  type LayerProbe,
  type Probe,
  type ProbedLayer,
  type ProbeMoment,
  type ProbeStretch,
  type UnitQuestion,
  type UnitResponse,
} from '../probes/probe.ts';
