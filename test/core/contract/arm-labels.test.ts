import { describe, expect, it } from 'vitest';
import { armLabels, layerLabel } from '../../../core/contract/arm-labels.ts';
import { registryInfos } from '../../../core/layers/layer-info.ts';
import { outputLayers } from '../../../core/outputs/registry.ts';

const arm = (layer: string, rate: number, clamp: number | null = null) => ({ id: 'a', layer, rate, clamp });
const infoOf = (id: string) => registryInfos.find((info) => info.id === id)!;

describe('the name of an arm', () => {
  it.each(outputLayers.map(({ id }) => id))('of %s leads back to that of its layer', (id) => {
    const arms = [arm(id, 0.1), arm(id, 0.1), arm(id, 1e-7, 0.001), arm(id, 0.1, 0.01), arm(id, 20)];
    const labels = armLabels(
      arms,
      arms.map(() => infoOf(id)),
    );
    expect(new Set(labels).size).toBe(arms.length);
    expect(labels.map(layerLabel)).toEqual(arms.map(() => infoOf(id).label));
    expect(layerLabel(infoOf(id).label)).toBe(infoOf(id).label);
  });
});
