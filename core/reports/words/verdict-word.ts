import type { PairedDifference } from '../../experiments/comparison/paired-difference.ts';

/** The verdict on a pair seen from its first arm, in a word or two. */
export function verdictWord({ verdict, summary }: PairedDifference): string {
  switch (verdict.kind) {
    case 'better':
      return verdict.side === 'a' ? 'better' : 'worse';
    case 'practically-equal':
      return 'equal';
    case 'not-decided':
      return 'not decided';
    case 'too-few-seeds':
      return verdict.ahead === null
        ? 'too few seeds'
        : `${verdict.ahead === 'a' ? 'ahead' : 'behind'} in ${verdict.seeds} of ${summary.n}`;
    case 'none':
      return 'no verdict';
  }
}
