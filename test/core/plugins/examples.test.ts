import { describe, expect, it } from 'vitest';
import type { OutputLayer } from '../../../core/outputs/output-layer.ts';
import { readOutputs } from '../../../core/outputs/readings/registry.ts';
import { outputLayer } from '../../../core/outputs/registry.ts';
import { pluginDeclarations, pluginExamples, pluginTemplate } from '../../../core/plugins/author-files.ts';
import { pluginLayer } from '../../../core/plugins/plugin-layer.ts';
import { checkPluginSource } from '../../../core/plugins/plugin-source.ts';
import { Pulse } from '../../../core/plugins/pulse.ts';
import { name } from './hand-made.ts';

const points = [
  [0, 0, 0, 0],
  [0.3, -1.2, 2.5, 0.1],
  [-4, 3, 0.49, -0.51],
  [1.7, 1.2, -0.2, 0.9],
];

/** The default export of what an author is given, by the text as it is given. */
const exportOf = async (text: string): Promise<unknown> =>
  (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`)).default;

const template = await exportOf(pluginTemplate.text);
const [softmaxCrossEntropy, linearHuber, arctangentQuadratic] = await Promise.all(
  pluginExamples.map(({ text }) => exportOf(text)),
);

const layerOf = (exported: unknown): OutputLayer =>
  pluginLayer(exported, name, new Pulse(new Int32Array(2))).layer;

function answers(layer: OutputLayer, z: readonly number[], target: number) {
  const [y, delta] = [new Float64Array(z.length), new Float64Array(z.length)];
  const loss = layer.lossAndDelta(Float64Array.from(z), target, y, delta);
  return { loss, y, delta };
}

describe.each([
  ['the template', template],
  ['softmax + cross-entropy', softmaxCrossEntropy],
  ['linear + Huber', linearHuber],
  ['arctangent + quadratic', arctangentQuadratic],
])('%s', (_, exported) => {
  const layer = layerOf(exported);

  it.each(points.map((z) => [z]))('has the δ that centred differences of E give, at z = %j', (z) => {
    for (let target = 0; target < z.length; target++) {
      const { delta } = answers(layer, z, target);
      for (let i = 0; i < z.length; i++) {
        const h = 1e-5;
        const at = (step: number) => answers(layer, z.with(i, z[i] + step), target).loss;
        expect(delta[i]).toBeCloseTo((at(h) - at(-h)) / (2 * h), 8);
      }
    }
  });

  it('reads as probabilities', () => {
    const q = new Float64Array(4);
    readOutputs(layer, Float64Array.from(points[1]), answers(layer, points[1], 0).y, q);
    expect(q.reduce((sum, each) => sum + each)).toBeCloseTo(1, 12);
  });
});

it.each([
  ['the template is sigmoid + quadratic', template, 'sigmoid-quadratic'],
  ['the example is softmax + cross-entropy', softmaxCrossEntropy, 'softmax-cross-entropy'],
])('%s to the last bits', (_, exported, id) => {
  const [own, builtin] = [layerOf(exported), outputLayer(id)];
  for (const z of points)
    for (let target = 0; target < z.length; target++) {
      const [a, b] = [answers(own, z, target), answers(builtin, z, target)];
      expect(a.loss).toBeCloseTo(b.loss, 13);
      for (let i = 0; i < z.length; i++) expect(a.delta[i]).toBeCloseTo(b.delta[i], 14);
    }
});

it('starts where every output is 1/V, also with an activation of its own', () => {
  const layer = layerOf(arctangentQuadratic);
  const y = new Float64Array(7);
  layer.forward(new Float64Array(7).fill(layer.uniformBias(7)), y);
  for (const each of y) expect(each).toBeCloseTo(1 / 7, 12);
});

it('gives authors files that the lab itself takes', () => {
  for (const { text } of [pluginTemplate, ...pluginExamples]) {
    expect(text).toContain('export default {');
    expect(() => checkPluginSource(text, name)).not.toThrow();
  }
  expect(pluginDeclarations.text).toContain('export interface LossPlugin');
});
