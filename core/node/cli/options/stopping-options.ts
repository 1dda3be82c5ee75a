import { InvalidArgumentError, Option, type Command } from 'commander';
import { LabError } from '../../../errors.ts';
import type { Arm, Stopping } from '../../../experiments/experiment.ts';
import { withoutEmpty } from '../../../experiments/plan/declared.ts';
import { list, named, whole } from './option-values.ts';
import { yardstickOf } from './yardstick-names.ts';

type TargetRule = NonNullable<Stopping['target']>;
type PlateauRule = NonNullable<Stopping['plateau']>;
type BudgetRule = NonNullable<Stopping['budget']>;

export interface StoppingOptions {
  readonly stopAt?: TargetRule;
  readonly stopPlateau?: PlateauRule;
  readonly stopAfter?: Limits;
  readonly stopAfterCharacters?: Limits;
}

/** A limit for all arms, or for each output layer named. */
interface Limits {
  readonly all: number | null;
  readonly layers: ReadonlyMap<string, number>;
}

/** Options by which a comparison is told when a run ends before its last step. */
export const withStoppingOptions = (command: Command): Command =>
  command
    .option('--stop-at <yardstick=value>', 'end a run once it is there or better, such as bits=2.5', target)
    .option(
      '--stop-plateau <n:tolerance>',
      'end a run when n evaluations brought no more than the tolerance, such as 5:0.001 (bits) or accuracy=5:0.002',
      plateau,
    )
    .addOption(
      new Option(
        '--stop-after <n|a=n,b=n>',
        'end runs after n steps: all of them, or those of the layers named',
      )
        .argParser(limits)
        .conflicts('stopAfterCharacters'),
    )
    .option(
      '--stop-after-characters <n|a=n,b=n>',
      'the same in characters trained on, rounded down to whole steps',
      limits,
    );

function number(text: string, what: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new InvalidArgumentError(`${what} must be a number.`);
  return value;
}

function target(text: string): TargetRule {
  const form = 'be YARDSTICK=VALUE, such as bits=2.5';
  const [name, value] = named(text, (given) => number(given, 'The value'), form);
  return { yardstick: yardstickOf(name), value };
}

function plateau(text: string): PlateauRule {
  const parts = /^(?:([^=]+)=)?(\d+):(.+)$/.exec(text.trim());
  if (!parts) throw new InvalidArgumentError('It must be EVALUATIONS:TOLERANCE, such as 5:0.001.');
  const [, name = 'bits', evaluations, tolerance] = parts;
  const least = number(tolerance, 'The tolerance');
  if (least < 0) throw new InvalidArgumentError('The tolerance must be 0 or more.');
  return { yardstick: yardstickOf(name.trim()), evaluations: whole(1)(evaluations), tolerance: least };
}

function limits(text: string): Limits {
  const limit = whole(1, Number.MAX_SAFE_INTEGER);
  if (!text.includes('=')) return { all: limit(text), layers: new Map() };
  return { all: null, layers: new Map(list(text).map((part) => named(part, limit, 'look like layer=n'))) };
}

/** The rules of a command line for its arms. @throws LabError `bad-argument` for a layer that is not compared */
export function stoppingOf(options: StoppingOptions, arms: readonly Arm[]): Stopping | null {
  const { stopAt, stopPlateau, stopAfter, stopAfterCharacters } = options;
  const budget =
    (stopAfter && budgetOf('steps', stopAfter, arms)) ??
    (stopAfterCharacters && budgetOf('characters', stopAfterCharacters, arms));
  return withoutEmpty({ target: stopAt ?? null, plateau: stopPlateau ?? null, budget: budget ?? null });
}

function budgetOf(unit: BudgetRule['unit'], { all, layers }: Limits, arms: readonly Arm[]): BudgetRule {
  for (const layer of layers.keys())
    if (!arms.some((arm) => arm.layer === layer))
      throw new LabError(
        'bad-argument',
        `--stop-after names ${layer}, which is not among the layers compared.`,
        `There are: ${arms.map((arm) => arm.layer).join(', ')}.`,
      );
  const own = arms.flatMap(({ id, layer }) => {
    const limit = layers.get(layer);
    return limit === undefined ? [] : [{ armId: id, limit }];
  });
  return { unit, limit: all, arms: own };
}
