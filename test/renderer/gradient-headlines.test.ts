import { describe, expect, it } from 'vitest';
import { outputLayer } from '../../core/outputs/registry.ts';
import { questionOfCard } from '../../renderer/state/gradients/gradient-question.ts';
import {
  ableOf,
  checkHeadline,
  directionHeadline,
  pairOf,
  sequenceHeadline,
  sizesHeadline,
  timeHeadline,
  trainingHeadline,
} from '../../renderer/views/gradients/gradient-headlines.ts';
import type { FactHeadline } from '../../renderer/components/fact-headline.ts';
import { probeSourceOf } from '../core/figures/sources.ts';

const { probe } = probeSourceOf(12, 12, 4);
const layers = probe.layers.map(({ probed }) => {
  const { id, label, match, activation } = outputLayer(probed.layer);
  return { key: id, label, match, activation };
});
const said = ({ pieces }: FactHeadline) => pieces.map(({ text }) => text).join('');

describe('what a headline says of gradients', () => {
  const able = ableOf(layers, probe.layers);

  it('sets a layer whose slope stays beside the matched one of its activation', () => {
    const pair = pairOf(able);
    expect(pair?.weak.key).toBe('sigmoid-quadratic');
    expect(pair?.strong.key).toBe('sigmoid-cross-entropy');
    expect(pairOf(able.filter(({ match }) => match === 'matched'))).toBeNull();
  });

  it('says by the figures how much is sent back, how far, in which direction, and to which matrix', () => {
    const { weak, strong } = pairOf(able)!;
    const share = weak.found.deltaNorm / strong.found.deltaNorm;
    expect(share).toBeLessThan(1);
    expect(said(sequenceHeadline(able, probe))).toMatch(
      /^sigmoid \+ quadratic sends back [\d.]+\s% of the error of sigmoid \+ cross-entropy$/,
    );
    expect(parseFloat(said(sequenceHeadline(able, probe)).split('back ')[1])).toBeCloseTo(100 * share, 0);
    expect(said(timeHeadline(able, 10))).toMatch(/^10\ssteps back, .+ of the gradient is left$/);
    expect(said(timeHeadline(able, 1))).toMatch(/^1\sstep back, /);
    expect(timeHeadline(able, 0).facts).toEqual([]);
    const at = (key: string) => layers.findIndex((layer) => layer.key === key);
    const cosine = probe.cosines.all[at(weak.key) * layers.length + at(strong.key)];
    expect(said(directionHeadline(layers, probe))).toContain(`cosine ${cosine.toFixed(2)}`);
    const times = strong.found.norms.Whh! / weak.found.norms.Whh!;
    expect(said(sizesHeadline(able, probe))).toContain(
      `${Number(times.toPrecision(2))} times less gradient than`,
    );
  });

  it('asks where there is nothing to set beside each other', () => {
    const alone = able.slice(0, 1);
    for (const headline of [
      sequenceHeadline(alone, probe),
      sizesHeadline(alone, probe),
      checkHeadline([], ['checking']),
    ]) {
      expect(said(headline)).toMatch(/\?/);
      expect(headline.facts).toEqual([]);
    }
    expect(said(trainingHeadline([], { kind: 'off' }))).toMatch(/\?$/);
  });

  it('names the arms that are clipped most and least', () => {
    const shares = [
      { key: 'a', label: 'A', clipped: 0.01 },
      { key: 'b', label: 'B', clipped: 1 },
    ];
    expect(said(trainingHeadline(shares, { kind: 'norm', threshold: 5 }))).toBe(
      'B is clipped in 100\u00a0% of its steps, A in 1\u00a0%',
    );
  });

  it('counts the checks that are good, and the faults that are caught', () => {
    const good = { verdict: 'good', error: 1e-9, entries: [], fault: null } as const;
    expect(said(checkHeadline([good, good], ['good', 'good']))).toBe(
      'All 2 gradients agree with finite differences',
    );
    expect(said(checkHeadline([good], ['good', 'checking']))).toMatch(
      /^1 of 2\sgradients agree with finite differences so far$/,
    );
    expect(said(checkHeadline([good], ['good', 'failed']))).toMatch(/differences$/);
    const caught = { ...good, verdict: 'wrong', fault: 'drop-slope' } as const;
    expect(said(checkHeadline([good, caught], ['good', 'wrong']))).toBe(
      'The mistake that was put in is caught in 1 of 2 gradients',
    );
  });
});

describe('the question that a card answers', () => {
  it('is found by the name of the card', () => {
    expect(questionOfCard('card-gradient-flow')).toBe('time');
    expect(questionOfCard('card-convergence')).toBeUndefined();
  });
});
