import { scriptName, type PluginName } from '../../../core/plugins/plugin-error.ts';
import { pluginLayer, type PluginLayer } from '../../../core/plugins/plugin-layer.ts';
import { Pulse } from '../../../core/plugins/pulse.ts';

export const name: PluginName = { file: 'my-loss.mjs', script: scriptName('ab'.repeat(32)) };

/** A plug-in that is right: half the squared logits. */
export const quiet = {
  id: 'quiet',
  label: 'quiet',
  activation: 'linear',
  formula: 'E = ½ Σ z²',
  delta: 'δ = z',
  lossAndDelta(z: Float64Array, _target: number, _y: Float64Array, delta: Float64Array): unknown {
    delta.set(z);
    return z.reduce((sum, each) => sum + (each * each) / 2, 0);
  },
};

export function made(change: object, pulse = new Int32Array(2)): PluginLayer {
  return pluginLayer({ ...quiet, ...change }, name, new Pulse(pulse));
}
