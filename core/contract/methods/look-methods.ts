import * as v from 'valibot';
import { duelLimits, type Duel } from '../../duels/duel.ts';
import type { Derivation, DerivationChecks } from '../../derivation/derivation.ts';
import type { Lesson } from '../../lessons/lesson.ts';
import { largestLesson } from '../../lessons/read-lesson.ts';
import type { LayerCheck } from '../../probes/check-layer.ts';
import { faults } from '../../probes/faults.ts';
import { probeLimits, type Probe, type UnitResponse } from '../../probes/probe.ts';
import {
  derivationChanges,
  derivationPlace,
  id,
  moment,
  numbers,
  probedLayer,
  probedLayers,
  seed,
  stretch,
  temperature,
  text,
  whole,
} from '../arguments.ts';
import { takes } from './lab-method.ts';

/** Looks at networks, which train nothing. */
export const lookMethods = {
  /** Draws text from a run at its present weights. */
  sample: takes({
    armId: id,
    seed,
    /** Characters to draw. */
    characters: whole(1, 1_000_000),
    temperature,
    prompt: text(100_000),
    /** Seed of the random numbers. */
    sampleSeed: seed,
  }).answers<{ text: string }>(),
  /**
   * Lets arms draw with the same random numbers, or read the same text, position by position; trains nothing. Runs that
   * were opened from a report have no weights: only their initial ones can be asked for.
   */
  duel: takes({
    arms: v.pipe(v.unknown(), v.array(moment), v.minLength(1), v.maxLength(duelLimits.arms)),
    text: v.variant('kind', [
      v.strictObject({
        kind: v.literal('drawn'),
        prompt: text(duelLimits.prompt),
        characters: whole(1, duelLimits.characters),
        sampleSeed: seed,
      }),
      v.strictObject({ kind: v.literal('given'), text: text(duelLimits.characters + 1) }),
      v.strictObject({
        kind: v.literal('held-out'),
        start: whole(0, Number.MAX_SAFE_INTEGER),
        characters: whole(1, duelLimits.characters),
      }),
    ]),
    temperature,
    top: whole(1, duelLimits.top),
  }).answers<Duel>(),
  /** Steps of a run whose weights were kept, ascending; empty for a run that is not in memory. */
  keptSteps: takes({ armId: id, seed }).answers<{ steps: readonly number[] }>(),
  /** What gradients several output layers have at the same weights; trains nothing. */
  probe: takes({
    moment,
    stretch,
    layers: probedLayers,
    /** Rows of the maps, if the text has as many distinct characters; the others are folded into one. */
    rows: whole(1, probeLimits.rows),
  }).answers<Probe>(),
  /** δ against z: the response of one output to its own logit. */
  unitResponses: takes({
    layers: probedLayers,
    t: v.picklist([0, 1]),
    others: numbers(2 ** 21),
    z: numbers(4096),
  }).answers<readonly UnitResponse[]>(),
  /** Compares the gradient of one layer with centred differences at the weights of a moment, in float64. */
  checkGradient: takes({
    moment,
    stretch,
    layer: probedLayer,
    fault: v.nullable(v.picklist(faults.map((fault) => fault.id))),
  }).answers<LayerCheck>(),
  /** Back-propagation through time at one place with all its numbers, for several output layers at the same weights. */
  derive: takes({
    moment,
    stretch,
    layers: probedLayers,
    rows: whole(1, probeLimits.rows),
    place: derivationPlace,
    /** Numbers that somebody changed: everything downstream follows. */
    changes: derivationChanges,
  }).answers<Derivation>(),
  /** The derivatives of that place held against centred differences. */
  checkDerivation: takes({
    moment,
    stretch,
    layers: probedLayers,
    place: derivationPlace,
    changes: derivationChanges,
  }).answers<DerivationChecks>(),
  /** A lesson from the text of its file, which is not trusted. */
  readLesson: takes({ json: text(largestLesson) }).answers<Lesson>(),
};
