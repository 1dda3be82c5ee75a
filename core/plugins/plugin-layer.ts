import type { OutputLayer } from '../outputs/output-layer.ts';
import type { Vector } from '../outputs/vector.ts';
import { activationOf } from '../outputs/activations/registry.ts';
import { PluginArrays } from './plugin-arrays.ts';
import { pluginError, thrown, type PluginName } from './plugin-error.ts';
import { kindOf, readPlugin, type OptionalMethod, type PluginFacts } from './plugin-facts.ts';
import type { PluginPlace, Pulse } from './pulse.ts';

/** How far Σ q may be from 1. */
const sumTolerance = 1e-6;

// Taken before any plug-in runs.
const call = Reflect.apply;

/** An output layer made of a plug-in, with what it says of itself. */
export interface PluginLayer {
  readonly layer: OutputLayer;
  readonly facts: PluginFacts;
}

/**
 * Makes an output layer of the default export of a plug-in. It works on arrays of its own, and each answer is checked.
 * @param exported the default export; untrusted
 * @param pulse told of every call, so that another thread can end one that does not return
 * @throws LabError `bad-plugin`, here and from the layer's methods, with file and, where known, line
 */
export function pluginLayer(exported: unknown, name: PluginName, pulse: Pulse): PluginLayer {
  const { facts, methods, self } = readWatched(exported, name, pulse);
  const defaults = activationOf(facts.activation);
  let arrays = new PluginArrays(0, name);

  /** Calls one method; what it throws comes out as `bad-plugin`. */
  const ask = (key: OptionalMethod | 'lossAndDelta', args: readonly unknown[]): unknown => {
    pulse.toPlugin(key);
    try {
      return call(methods[key] as (...all: unknown[]) => unknown, self, args);
    } catch (error) {
      const { words, stack } = thrown(error);
      throw pluginError(name, `${key} threw ${words}`, stack);
    } finally {
      pulse.toLab();
    }
  };

  const refuseAnswer = (key: PluginPlace, answer: unknown, wanted: string): never => {
    throw pluginError(
      name,
      `${key} returned ${isPromise(answer, pulse, key) ? 'a promise' : kindOf(answer)}, not ${wanted}`,
    );
  };

  const prepare = (length: number): PluginArrays => {
    if (arrays.length !== length) arrays = new PluginArrays(length, name);
    arrays.clear();
    return arrays;
  };

  const forward = (z: Vector, y: Vector): void => {
    if (!methods.forward) return defaults.forward(z, y);
    const own = prepare(z.length);
    own.give(own.z, z);
    const answer = ask('forward', [own.z, own.out]);
    own.checkShape('forward');
    if (isPromise(answer, pulse, 'forward')) throw pluginError(name, 'forward returned a promise');
    own.checkUnchanged('forward', 'z', z);
    own.checkWritten('forward', 'y');
    own.take(y);
  };

  const layer: OutputLayer = {
    id: facts.id,
    label: facts.label,
    activation: facts.activation,
    loss: 'plug-in',
    formula: facts.formula,
    delta: facts.delta,
    match: facts.matched ? 'matched' : 'other',
    reference: facts.reference,
    examples: [],
    forward,
    reading: facts.reading,
    lossAndDelta(z, target, y, delta) {
      forward(z, y);
      const own = prepare(z.length);
      own.give(own.z, z);
      own.give(own.y, y);
      const loss = ask('lossAndDelta', [own.z, target, own.y, own.out]);
      own.checkShape('lossAndDelta');
      if (typeof loss !== 'number') return refuseAnswer('lossAndDelta', loss, 'a number');
      own.checkUnchanged('lossAndDelta', 'z', z);
      own.checkUnchanged('lossAndDelta', 'y', y);
      own.checkWritten('lossAndDelta', 'delta');
      own.take(delta);
      return loss;
    },
    probabilities(y, q) {
      // Outputs that are not finite are no matter of the plug-in's: the run is about to end as diverged.
      if (!y.every(Number.isFinite)) {
        q.fill(1 / q.length);
        return false;
      }
      const own = prepare(y.length);
      own.give(own.y, y);
      const clipped = ask('probabilities', [own.y, own.out]);
      own.checkShape('probabilities');
      if (typeof clipped !== 'boolean') return refuseAnswer('probabilities', clipped, 'true or false');
      own.checkUnchanged('probabilities', 'y', y);
      own.checkWritten('probabilities', 'q');
      checkDistribution(own.out, name);
      own.take(q);
      return clipped;
    },
    uniformBias(vocabulary) {
      if (!methods.uniformBias) return methods.forward ? 0 : defaults.uniformBias(vocabulary);
      const bias = ask('uniformBias', [vocabulary]);
      if (typeof bias !== 'number' || !Number.isFinite(bias))
        return refuseAnswer('uniformBias', bias, 'a finite number');
      return bias;
    },
  };
  return { layer, facts };
}

/** Reading a member may run a getter of the plug-in. */
function readWatched(exported: unknown, name: PluginName, pulse: Pulse): ReturnType<typeof readPlugin> {
  pulse.toPlugin('its loading');
  try {
    return readPlugin(exported, name);
  } finally {
    pulse.toLab();
  }
}

/** Whether an answer is a promise; looking may run code of the plug-in. One that is rejected later is not heard of. */
function isPromise(answer: unknown, pulse: Pulse, place: PluginPlace): boolean {
  if (typeof answer !== 'object' || answer === null) return false;
  const ignore = () => undefined;
  pulse.toPlugin(place);
  try {
    const { then } = answer as { then?: unknown };
    if (typeof then !== 'function') return false;
    call(then, answer, [ignore, ignore]);
    return true;
  } catch {
    return false;
  } finally {
    pulse.toLab();
  }
}

/** The yardsticks hold only for distributions. */
function checkDistribution(q: Float64Array, name: PluginName): void {
  let sum = 0;
  for (let i = 0; i < q.length; i++) {
    if (!(q[i] >= 0))
      throw pluginError(name, `probabilities wrote ${q[i]} into q[${i}]; no probability is below 0`);
    sum += q[i];
  }
  if (!(Math.abs(sum - 1) <= sumTolerance))
    throw pluginError(name, `probabilities wrote a q whose sum is ${sum}, not 1`);
}
