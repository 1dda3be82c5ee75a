import * as v from 'valibot';
import { LabError } from '../../errors.ts';
import { checkDefinitions } from '../../layers/check-definitions.ts';
import { knownLayerId } from '../../layers/layer-of.ts';
import { optimizer } from '../../optimizers/registry.ts';
import { armLayer } from '../default-experiment.ts';
import { experimentSchema, type Experiment } from '../experiment.ts';
import { requireReadings } from './required-readings.ts';

function bad(field: string, problem: string): LabError {
  return new LabError('bad-experiment', `${field}: ${problem}.`, 'Correct this field and try again.');
}

/** `arms[1].rate` for a path of keys and indices. */
export function fieldName(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? []).map((item) => (item as { key: unknown }).key);
  return (
    path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i ? '.' : ''}${String(key)}`)).join('') ||
    'experiment'
  );
}

/** The first thing that is wrong, named by field. Valibot's own words for missing and unknown keys are rewritten. */
function firstIssue(issue: v.BaseIssue<unknown>): LabError {
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return bad(fieldName(issue), 'is not a field of an experiment');
  if (issue.type === 'strict_object') return bad(fieldName(issue), 'is missing or not an object');
  if (issue.type === 'variant')
    return bad(fieldName(issue), `must be ${issue.expected ?? 'of a known kind'}`);
  if (issue.type === 'array') return bad(fieldName(issue), 'must be a list');
  return bad(fieldName(issue), issue.message);
}

/**
 * An experiment from anything: a file, a screen, a socket.
 * @throws LabError `bad-experiment`, `bad-formula` or `unknown-name` with the field and what it must be.
 */
export function parseExperiment(value: unknown): Experiment {
  const result = v.safeParse(experimentSchema, value, { abortEarly: true });
  if (!result.success) throw firstIssue(result.issues[0]);
  const experiment = result.output;
  checkNames(experiment);
  return experiment;
}

/** What a schema cannot say: names that must exist, ids that must differ, settings that belong together. */
function checkNames(experiment: Experiment): void {
  const { layers } = experiment;
  checkDefinitions(layers, bad);
  const ids = new Set<string>();
  experiment.arms.forEach((arm, i) => {
    const layer = armLayer(knownLayerId(layers, arm.layer), layers);
    if (ids.has(arm.id)) throw bad(`arms[${i}].id`, `'${arm.id}' is used twice`);
    ids.add(arm.id);
    const needsClamp = layer.defaultClamp !== null;
    if (needsClamp && arm.clamp === null)
      throw bad(`arms[${i}].clamp`, `${layer.id} trains only with a clamp ε between 0 and 0.5`);
    if (!needsClamp && arm.clamp !== null)
      throw bad(`arms[${i}].clamp`, `${layer.id} has no clamp; use null`);
  });
  if (new Set(experiment.seeds).size !== experiment.seeds.length)
    throw bad('seeds', 'a seed stands in the list twice');
  checkBudgets(experiment, ids);
  checkReadings(experiment);
  checkSettings(experiment);
}

/** Every budget is one of an arm, and of no other twice. */
function checkBudgets({ stopping }: Experiment, ids: ReadonlySet<string>): void {
  const budgeted = new Set<string>();
  stopping?.budget?.arms.forEach(({ armId: id }, i) => {
    const field = `stopping.budget.arms[${i}].armId`;
    if (!ids.has(id)) throw bad(field, `'${id}' is no arm; there are: ${[...ids].join(', ')}`);
    if (budgeted.has(id)) throw bad(field, `'${id}' is named twice`);
    budgeted.add(id);
  });
}

/** A rule needs a value of every arm. */
function checkReadings(experiment: Experiment): void {
  const { stopping, plan } = experiment;
  const rules = [
    ['stopping.target.yardstick', stopping?.target?.yardstick],
    ['stopping.plateau.yardstick', stopping?.plateau?.yardstick],
    ['plan.untilDecided', plan?.untilDecided == null ? undefined : plan.yardstick],
  ] as const;
  for (const [field, yardstick] of rules)
    if (yardstick)
      requireReadings(
        experiment,
        yardstick,
        (sentence, next) => new LabError('bad-experiment', `${field}: ${sentence}.`, next),
      );
}

/** Every setting is one its optimiser has, and in the range it has there. */
function checkSettings({ optimizer: { id, settings } }: Experiment): void {
  const { ranges } = optimizer(id);
  for (const [name, value] of Object.entries(settings)) {
    const field = `optimizer.settings.${name}`;
    if (!Object.hasOwn(ranges, name))
      throw bad(field, `is no setting of ${id}; there are: ${Object.keys(ranges).join(', ') || 'none'}`);
    const { low, below } = ranges[name];
    if (value < low || value >= below)
      throw bad(
        field,
        below === Infinity ? `must be ${low} or more` : `must be at least ${low} and below ${below}`,
      );
  }
}
