import { decode, encode } from '@msgpack/msgpack';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../core/formulas/compile.ts';
import { programOf } from '../../../core/formulas/graph/expressions.ts';
import { formulaFacts, formulaSummary } from '../../../core/formulas/facts.ts';
import type { Node } from '../../../core/formulas/graph/node.ts';
import { checkSlope } from '../../../core/formulas/checks/slope-check.ts';
import { formulaPresets } from '../../../core/formulas/presets/registry.ts';
import { outputLayers } from '../../../core/outputs/registry.ts';
import { formula } from './definitions.ts';

const binary = '-t*log(y) - (1-t)*log(1-y)';
const noParameters = new Map<string, number>();

describe('the facts of a formula', () => {
  it('are plain data that any message can carry', () => {
    const facts = formulaFacts(formula('linear', binary));
    expect(structuredClone(facts)).toEqual(facts);
    expect(decode(encode(facts))).toEqual(facts);
  });

  it.each(formulaPresets.map((preset) => [preset.id, preset] as const))('are summed up: %s', (_, preset) => {
    const { loss, delta, match, reading } = formulaFacts(preset);
    expect(formulaSummary(preset)).toEqual({ loss, delta, match, reading: reading.id });
  });

  it('say what it is: summed or not, matched or not, which built-in layer it equals', () => {
    const typed = formulaFacts(formula('softmax', '-log(target(y))'));
    expect(typed).toMatchObject({
      summed: false,
      sameAs: 'softmax-cross-entropy',
      pairing: 'Matched: δ = c (y − t), with c = 1.',
      warnings: [],
      domain: [],
    });
    expect(outputLayers.map((layer): string => layer.id)).toContain(typed.sameAs);
    expect(formulaFacts(formula('sigmoid', 'abs(y-t)'))).toMatchObject({
      summed: true,
      sameAs: null,
      pairing: 'Mismatched: σ′ stays in δ, so an output that is saturated and wrong hardly learns.',
    });
  });

  it('warn of a loss without the target', () => {
    expect(formulaFacts(formula('linear', 'y^2')).warnings.map(({ code }) => code)).toEqual([
      'without-target',
    ]);
  });
});

describe('the gradient check', () => {
  it('looks at random and special points and confirms a right δ, kinks included', () => {
    const { check } = formulaFacts(formula('softmax', 'max(y) - target(y)'));
    expect(check).toMatchObject({ confirmed: true, outside: 0 });
    expect(check.entries).toBeGreaterThan(150);
    expect(check.kinks).toBeGreaterThan(0);
    expect(check.worst).toBeLessThanOrEqual(1e-6);
  });

  it.each(['(t-y)^2/2', '-t*log(y) - (1-t)*log(1-y)', 'mean(exp(y)) - target(y)'])(
    'finds a δ of %s out that is off by one part in a thousand',
    (loss) => {
      const { valued, program, syntax } = compile(formula('sigmoid', loss));
      const { graph, delta, split } = valued;
      const off = (node: Node) => graph.scale(1.001, node);
      const wrong = programOf({
        ...valued,
        delta: off(delta),
        split: { elsewhere: off(split.elsewhere), atTarget: off(split.atTarget) },
      });
      expect(checkSlope(program, syntax, 'sigmoid', noParameters).confirmed).toBe(true);
      const check = checkSlope(wrong, syntax, 'sigmoid', noParameters);
      expect(check.confirmed).toBe(false);
      expect(check.worst).toBeCloseTo(0.001, 4);
    },
  );

  it('finds an E out that is not the one that was typed', () => {
    const { syntax } = compile(formula('sigmoid', '(t-y)^2/2'));
    const { program } = compile(formula('sigmoid', '(t-y)^2/2 + y/1000'));
    const check = checkSlope(program, syntax, 'sigmoid', noParameters);
    expect(check.confirmed).toBe(false);
    expect(check.simplification).toBeGreaterThan(1e-4);
  });

  it('confirms nothing where the loss is defined nowhere', () => {
    const { check, warnings } = formulaFacts(formula('linear', 'sqrt(-1 - y^2) + (y-t)^2'));
    expect(check).toMatchObject({ confirmed: false, entries: 0, at: null });
    expect(check.worst).toBeNaN();
    expect(warnings.map(({ code }) => code)).toContain('not-confirmed');
  });
});

describe('domain problems', () => {
  it.each([
    ['-t*log(y)', 'Logarithm of a negative number at line 1, column 8 for z from −30 to −0.5 of the target.'],
    ['-t*log(y)', 'Logarithm of 0 at line 1, column 8 for z = 0 of the target.'],
    ['sqrt(y) - t*y', 'Root of a negative number at line 1, column 6 for z from −30 to −0.5 of the target.'],
    ['t/(y-2) + y', 'Division by 0 at line 1, column 4 for z = 2 of the target.'],
    ['(y-t)^1.5', 'Power of a negative number at line 1, column 2 for z from −30 to 0.5 of the target.'],
    ['exp(exp(y)) - t*y', 'Overflow at line 1, column 1 for z from 7 to 30 of another output.'],
    ['sqrt(abs(y-t))', 'Infinite slope for z = 1 of the target.'],
  ])('%s: %s', (loss, message) => {
    const { domain, warnings } = formulaFacts(formula('linear', loss));
    expect(domain.map((problem) => problem.message)).toContain(message);
    expect(warnings.map(({ code }) => code)).toContain('outside-domain');
  });

  it('are none where the textbook form fails and the stable one does not', () => {
    for (const activation of ['sigmoid', 'softmax'] as const)
      expect(formulaFacts(formula(activation, binary)).domain).toEqual([]);
    expect(formulaFacts(formula('linear', 'where(y > 0, log(y + 0*t), -t)')).domain).toEqual([]);
  });
});
