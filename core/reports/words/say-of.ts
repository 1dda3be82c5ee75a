import { sayIn } from '../../words/said/say-in.ts';
import type { Say } from '../../words/said/say.ts';
import type { ReportInput } from '../report-data.ts';

/** Says what stands on a report in the language that it is wanted in. */
export const sayOf = ({ heading }: Pick<ReportInput, 'heading'>): Say => sayIn(heading?.language);
