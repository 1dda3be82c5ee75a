import type { Probe } from '../../probes/probe.ts';
import { counted, grouped } from '../../words/number-format.ts';
import type { ProbeReport } from './probe-data.ts';

/** Which weights were looked at: `initial weights of seed 1`. */
export function momentWords({ weights }: Pick<ProbeReport, 'weights'>): string {
  const { kind, layer, seed, steps } = weights;
  if (kind === 'initial') return `initial weights of seed ${seed}`;
  return `weights of ${layer}, seed ${seed}, after ${counted(steps, 'step')}`;
}

/** What is read before the stretch, and from where. */
export function contextWords({ stretch, start }: Pick<Probe, 'stretch' | 'start'>): string {
  const from = start === 'carried' ? 'from the state that training carries' : 'from h = 0';
  return `up to ${grouped(stretch.context)} before them read first, ${from}`;
}

/** Which stretch of the text: `25 characters from place 0 of the training part`. */
export function stretchWords({ stretch }: Pick<Probe, 'stretch'>): string {
  const { part, start, length } = stretch;
  return `${counted(length, 'character')} from place ${grouped(start)} of the ${part} part`;
}
