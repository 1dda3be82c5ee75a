import { byId } from '../errors.ts';
import { adagrad } from './adagrad.ts';
import { adam } from './adam.ts';
import { momentum } from './momentum.ts';
import type { Optimizer } from './optimizer.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';

/** Every optimiser there is. A new one is a file and a line here. */
export const optimizers = [sgd, momentum, adagrad, rmsprop, adam] as const satisfies readonly Optimizer[];

type OptimizerId = (typeof optimizers)[number]['id'];

/** The optimiser of that name. @throws LabError `unknown-name` that says what there is */
export const optimizer = (id: string): Optimizer<OptimizerId> => byId('optimiser', optimizers, id);
