import { describe, expect, it } from 'vitest';
import { isDerived } from '../../../../core/derivation/derivation.ts';
import { texNumber } from '../../../../core/derivation/shown-number.ts';
import { derivationSection } from '../../../../core/reports/html/html-derivation.ts';
import { htmlReport } from '../../../../core/reports/html/html.ts';
import { derivedArms } from '../../../../core/reports/derivation/derivation-part.ts';
import { buildReport } from '../../../../core/reports/report.ts';
import { reportFiles } from '../whole-files.ts';
import { languages } from '../../../../core/words/language.ts';
import { derivationPart } from '../derivation-fixture.ts';
import { experiment, input } from '../report-fixtures.ts';

const { arms } = experiment();
const chosen = arms.find(({ layer }) => layer === 'sigmoid-cross-entropy')!.id;
const part = derivationPart(arms, chosen);
const report = buildReport(input({ derivation: part }));
const steps = (markup: string) => markup.split('<section class="step">').slice(1);
/** A line as it is read: signs and numbers without their tags. */
const read = (markup: string) => markup.replace(/<[^>]*>|\s/g, '').replaceAll('−', '-');

describe.each(languages)('the derivation on a report in %s', (language) => {
  const heading = { title: '', authors: [], address: '', notes: '', leftOut: [], language };
  const { markup } = derivationSection({ ...report, heading })!;
  const found = steps(markup);

  it('has the twelve steps with their formulas, and no formula that could not be set', () => {
    expect(found).toHaveLength(12);
    found.forEach((step, k) =>
      expect(step).toContain(`<h3 id="step-${k + 1}"><a href="#step-${k + 1}">${k + 1} `),
    );
    expect(found.join('')).not.toContain('katex-error');
    expect(found.join('')).not.toContain('merror');
  });

  it('strikes out what cancels, in symbols and numbers, and only there', () => {
    const lines = found[5].split('<div class="line">').slice(1);
    expect(lines).toHaveLength(part.armIds.length);
    const struck = lines.map((line) => line.match(/<menclose/g)?.length ?? 0);
    part.derivation.layers.forEach((layer, l) => {
      const cancels = isDerived(layer) && layer.forms!.cancels !== 'none';
      expect(struck[l] > 0, layer.label).toBe(cancels);
    });
    expect(struck[part.armIds.indexOf(chosen)]).toBe(4);
  });

  it('has the numbers of the chosen arm, checked', () => {
    const layer = part.derivation.layers[part.armIds.indexOf(chosen)];
    if (!isDerived(layer)) throw new Error(layer.refusal.message);
    const shown = [layer.cells.Why, layer.cells.Wxh, layer.cells.Whh].map(({ gradient }) =>
      texNumber(gradient),
    );
    [6, 9, 10].forEach((step, k) => expect(read(found[step])).toContain(`=${shown[k]}`));
    expect(found.join('').match(/✓/g)!.length).toBeGreaterThanOrEqual(6 + 2 * part.armIds.length - 2);
    expect(found.join('')).not.toContain('✗');
  });
});

describe('the derivation on a report', () => {
  it('stands there only where it was asked for', () => {
    expect(htmlReport(report)).toContain('id="derivation"');
    expect(htmlReport(buildReport(input()))).not.toContain('id="derivation"');
  });

  it('brings no script, style, address or namespace along', () => {
    const { markup } = derivationSection(report)!;
    expect(markup).not.toMatch(/<script|<annotation|\sstyle=|\son\w+=|xmlns|https?:/);
  });

  it('is no part of report.json, which says the same with it and without', () => {
    const [withPart, without] = [{ derivation: part }, {}].map(
      (more) => reportFiles(buildReport(input({ runs: [], ...more })), ['json'])[0],
    );
    expect(withPart.bytes).toEqual(without.bytes);
  });

  it('sets names of parameters that somebody typed as text', () => {
    const { derivation } = part;
    const layers = derivation.layers.map((layer) =>
      isDerived(layer)
        ? { ...layer, forms: { ...layer.forms!, loss: { tex: '\\text{<b onclick=x>}', plain: '' } } }
        : layer,
    );
    const made = buildReport(input({ derivation: { ...part, derivation: { ...derivation, layers } } }));
    const { markup } = derivationSection(made)!;
    expect(markup).toMatch(/&lt;b\sonclick=x&gt;/);
    expect(markup).not.toContain('<b onclick');
  });

  it('takes the chosen arm and at most five others of other layers, in the order of the experiment', () => {
    const many = Array.from({ length: 24 }, (_, i) => ({
      ...arms[i % arms.length],
      id: `arm-${i}`,
      clamp: i < 12 ? null : 0.01 * (1 + (i % 9)),
    }));
    const shown = derivedArms(many, 'arm-20');
    expect(shown).toHaveLength(6);
    expect(shown.map(({ id }) => id)).toContain('arm-20');
    expect(shown.map(({ id }) => many.findIndex((arm) => arm.id === id))).toEqual(
      shown.map(({ id }) => many.findIndex((arm) => arm.id === id)).toSorted((a, b) => a - b),
    );
    expect(new Set(shown.map(({ layer, clamp }) => `${layer} ${clamp}`)).size).toBe(6);
    expect(derivedArms(arms, 'nobody')).toEqual([]);
  });
});
