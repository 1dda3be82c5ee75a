import { byId } from '../../errors.ts';
import { anbn } from './anbn.ts';
import type { BuiltinSource } from './builtin-source.ts';
import { chain64 } from './chain64.ts';
import { markov2 } from './markov2.ts';
import { periodic } from './period.ts';
import { reber } from './reber.ts';

/** Every built-in source there is. A new one is a file and a line here. */
export const builtins: readonly BuiltinSource[] = [reber, anbn, markov2, periodic, chain64];

/** The built-in source of that name. @throws LabError `unknown-name` that says what there is */
export const builtin = (id: string): BuiltinSource => byId('built-in source', builtins, id);
