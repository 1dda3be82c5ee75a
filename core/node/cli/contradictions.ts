import type { Command } from 'commander';
import { LabError } from '../../errors.ts';
import type { Experiment } from '../../experiments/experiment.ts';

/** Refuses the options that were given among these, by their attribute names: they would be ignored. */
function refuseGiven(command: Command, wrong: (name: string) => boolean, beside: string): void {
  for (const option of command.options) {
    const name = option.attributeName();
    if (wrong(name) && command.getOptionValueSource(name) === 'cli')
      throw new LabError(
        'bad-argument',
        `${option.long} has no effect with ${beside}.`,
        'Leave one of them out.',
      );
  }
}

const besideExperiment = new Set([
  'experiment',
  'out',
  'force',
  'json',
  'builtin',
  'characters',
  'builtinSeed',
]);

/** With --experiment the file decides; an option that would be ignored is refused instead. */
export function refuseBesideExperiment(command: Command): void {
  refuseGiven(command, (name) => !besideExperiment.has(name), '--experiment');
}

const textOptions = new Set(['builtin', 'characters', 'builtinSeed']);

/** An experiment on a built-in text makes that text itself; another text beside it is refused. */
export function refuseBesideBuiltin(
  command: Command,
  file: string | undefined,
  { corpus }: Experiment,
): void {
  if (corpus.kind !== 'builtin') return;
  const beside = `--experiment, which is on the built-in text ${corpus.id}`;
  if (file !== undefined)
    throw new LabError(
      'bad-argument',
      `The text '${file}' has no effect with ${beside}.`,
      'Leave one of them out.',
    );
  refuseGiven(command, (name) => textOptions.has(name), beside);
}
