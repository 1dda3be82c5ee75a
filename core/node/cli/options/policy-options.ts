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
        'learning rates: same (--rate for all arms), best (of each arm, found by a quick sweep before the first step that takes at most a third of all training steps), or norm-matched (η times the norm of the first gradient agrees); --sweep is best per arm from a sweep of your own',
      )
        .choices(['same', 'best', 'norm-matched'])
        .conflicts(['rates', 'sweep', 'experiment']),
    )
    .option('--reference <layer>', 'with norm-matched: the arm that keeps --rate; the first of --layers')
    .addOption(
      new Option('--sweep <dir>', 'each arm at its best rate of a sweep').conflicts([
        'rate',
        'rates',
        'experiment',
      ]),
    );
