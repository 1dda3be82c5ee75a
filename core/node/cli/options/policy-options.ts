import type { Command } from 'commander';
import { Option } from 'commander';

export interface PolicyOptions {
  readonly policy?: 'same' | 'best' | 'norm-matched';
  readonly reference?: string;
  readonly sweep?: string;
}

/** Options by which a comparison is told where its learning rates come from. */
export const withPolicyOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--policy <p>',
        'learning rates: same (--rate for all output layers), best (of each output layer, found by a quick sweep before the first step that takes at most a third of all training steps), or norm-matched (η times the norm of the first gradient agrees); --sweep is the same from a sweep of your own',
      )
        .choices(['same', 'best', 'norm-matched'])
        .conflicts(['rates', 'sweep', 'experiment']),
    )
    .option(
      '--reference <layer>',
      'with norm-matched: the output layer that keeps --rate; the first of --layers',
    )
    .addOption(
      new Option('--sweep <dir>', 'each output layer at its best rate of a sweep').conflicts([
        'rate',
        'rates',
        'experiment',
      ]),
    );
