import { isExperimentLink } from '../../../../core/experiments/link-form.ts';
import { sha256 } from '@noble/hashes/sha2.js';
import { base64urlnopad } from '@scure/base';
import fc from 'fast-check';
import { deflateSync, strToU8 } from 'fflate/browser';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../../../core/errors.ts';
import { defaultExperiment } from '../../../../core/experiments/default-experiment.ts';
import { experimentLink, linkedExperiment } from '../../../../core/experiments/files/experiment-link.ts';
import { linkDictionary } from '../../../../core/experiments/files/link-dictionary.ts';
import { anyExperiment } from './any-experiment.ts';

/** A link that holds these bytes, with the right digest, as somebody who means harm would make it. */
function crafted(content: string | Uint8Array): string {
  const bytes = typeof content === 'string' ? strToU8(content) : content;
  const packed = deflateSync(bytes, { level: 9, dictionary: strToU8(linkDictionary) });
  return `#experiment=${base64urlnopad.encode(Uint8Array.from([...sha256(bytes).subarray(0, 4), ...packed]))}`;
}

/** The error that reading a link ends with. */
function errorOf(link: string): LabError {
  try {
    linkedExperiment(link);
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    return error as LabError;
  }
  throw new Error('It was taken.');
}

describe('a link to an experiment', () => {
  it('gives back the experiment it was made of, and the size of its text', () => {
    fc.assert(
      fc.property(anyExperiment, fc.option(fc.nat()), (experiment, textBytes) => {
        const linked = { experiment, textBytes };
        expect(linkedExperiment(experimentLink(linked))).toEqual(linked);
      }),
    );
  });

  it('of an earlier time is still read', () => {
    // Made when links came to be: the experiment that the lab opened with.
    const { experiment } = linkedExperiment('#experiment=cazcDxstLEYLi9HCYrSwIKqwAAA');
    expect(experiment.arms.map(({ layer }) => layer)).toEqual([
      'linear-quadratic',
      'sigmoid-cross-entropy',
      'softmax-cross-entropy',
      'sigmoid-quadratic',
    ]);
    expect(experiment.evaluation).toEqual({ every: 20, characters: 5800, start: 'carried' });
  });

  it('is known by itself, at the end of an address, beside a token, and broken over lines', () => {
    const link = experimentLink({ experiment: defaultExperiment(), textBytes: null });
    const token = 'A'.repeat(43);
    const forms = [
      link,
      ` ${link}\n`,
      `http://127.0.0.1:4100/${link}`,
      `http://127.0.0.1:4100/#${token}&${link.slice(1)}`,
      `${link.slice(0, 20)}\r\n${link.slice(20)}`,
    ];
    for (const form of forms) {
      expect(isExperimentLink(form), form).toBe(true);
      expect(linkedExperiment(form).experiment).toEqual(defaultExperiment());
    }
    for (const other of ['', '#', `#${token}`, 'experiment=x', 'a text with #experiment=x in it', '{}'])
      expect(isExperimentLink(other), other).toBe(false);
  });

  it('that was cut, changed or made up is refused in a sentence, or says what it said', () => {
    const link = experimentLink({ experiment: defaultExperiment(), textBytes: null });
    // The last bits of a packed text say nothing.
    const known = (text: string) => {
      try {
        return linkedExperiment(text).experiment;
      } catch (error) {
        expect((error as LabError).code, text).toBe('file-not-read');
        return null;
      }
    };
    let refused = 0;
    for (let at = '#experiment='.length; at < link.length; at++) {
      const other = link[at] === 'A' ? 'B' : 'A';
      for (const text of [link.slice(0, at), link.slice(0, at) + other + link.slice(at + 1)]) {
        const experiment = known(text);
        if (experiment) expect(experiment).toEqual(defaultExperiment());
        else refused++;
      }
    }
    expect(refused).toBeGreaterThan(40);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(errorOf(`#experiment=${base64urlnopad.encode(bytes)}`).code).toBe('file-not-read');
      }),
    );
  });

  it('cannot bring along what no experiment has', () => {
    const whole = JSON.stringify(defaultExperiment());
    const withField = (field: string) => crafted(`{"experiment":${whole.slice(0, -1)},${field}}}`);
    expect(errorOf(withField('"__proto__":{"x":1}')).code).toBe('bad-experiment');
    expect(errorOf(withField('"path":"/etc/passwd"')).message).toMatch(/path: is not a field/);
    expect(errorOf(withField('"steps":1')).code).toBe('file-not-read');
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(errorOf(withField(`"deep":${deep}`)).message).toMatch(/deep: is not a field/);
    expect(errorOf(crafted(deep)).code).toBe('bad-experiment');
    for (const odd of ['null', '7', '"x"', '{}', '{"experiment":null}', 'not JSON', ''])
      expect(['bad-experiment', 'file-not-read'], odd).toContain(errorOf(crafted(odd)).code);
    for (const size of ['-1', '0.5', '"9"', '1e400', '{}'])
      expect(errorOf(crafted(`{"experiment":${whole},"textBytes":${size}}`)).message).toMatch(/no possible/);
  });

  it('cannot unpack to more than the lab takes', () => {
    const bomb = crafted(new Uint8Array(3e7));
    expect(bomb.length).toBeLessThan(2 ** 20);
    expect(errorOf(bomb).message).toMatch(/unpacks to more than 16777216 bytes/);
    expect(errorOf(`#experiment=${'A'.repeat(2 ** 20 + 4)}`).message).toMatch(/longer than/);
  });

  it('is not made of plug-ins that are too long for it', () => {
    const noise = fc.sample(fc.stringMatching(/^[0-9a-f]{100000}$/), { numRuns: 12, seed: 1 });
    const layers = noise.map((source, i) => ({
      kind: 'plugin' as const,
      id: `p-${i}`,
      label: 'p',
      file: 'p.mjs',
      sha256: '0'.repeat(64),
      source: `${source}${Math.sin(i)}`.repeat(2),
    }));
    const long = { experiment: { ...defaultExperiment(), layers }, textBytes: null };
    const fits = () => experimentLink(long).length;
    expect(fits).toThrow(/too long for a link/);
  });
});
