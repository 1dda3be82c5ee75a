import { inEnglish, type Say } from '../../words/said/say.ts';
import type { PairedDifference } from '../../experiments/comparison/paired-difference.ts';

/** The verdict on a pair seen from its first arm, in a word or two. */
export function verdictWord({ verdict, summary }: PairedDifference, say: Say = inEnglish): string {
  switch (verdict.kind) {
    case 'better':
      return verdict.side === 'a' ? say`better` : say`worse`;
    case 'practically-equal':
      return say`equal`;
    case 'not-decided':
      return say`not decided`;
    case 'too-few-seeds':
      if (verdict.ahead === null) return say`too few seeds`;
      return verdict.ahead === 'a'
        ? say`ahead in ${verdict.seeds} of ${summary.n}`
        : say`behind in ${verdict.seeds} of ${summary.n}`;
    case 'none':
      return say`no verdict`;
  }
}
