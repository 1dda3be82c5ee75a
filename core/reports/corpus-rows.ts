import type { EncodingSource } from '../corpora/corpus.ts';
import { fixed, grouped, percent } from '../words/number-format.ts';
import type { MethodRow } from './method.ts';
import type { Report } from './report.ts';

const foundBy: Readonly<Record<EncodingSource, string>> = {
  'byte-order-mark': 'it has a byte-order mark',
  'nul-pattern': 'found by its NUL bytes',
  'valid-utf-8': 'it is valid UTF-8',
  detected: 'detected, may be wrong',
  chosen: 'chosen by hand',
  generated: 'generated text',
};

/** The text as label and words. */
export function corpusRows({ corpus }: Report): MethodRow[] {
  const bits = (value: number) => `${fixed(value, 3)} bits`;
  const { encoding, encodingSource, options, builtin } = corpus;
  return [
    { label: 'Name', text: corpus.name },
    ...(builtin ? [{ label: 'Generated', text: `${builtin.id}, seed ${builtin.seed}` }] : []),
    { label: 'Encoding', text: `${encoding} (${foundBy[encodingSource]})` },
    { label: 'Size', text: `${grouped(corpus.characters)} characters, ${grouped(corpus.bytes)} bytes` },
    { label: 'SHA-256', text: corpus.sha256 },
    { label: 'Distinct characters', text: `V = ${grouped(corpus.distinct)}` },
    {
      label: 'Training and held-out',
      text: `${grouped(corpus.trainCharacters)} and ${grouped(corpus.heldOutCharacters)} characters (${percent(corpus.heldOutShare)} held out, at the end)`,
    },
    {
      label: 'Baselines',
      text:
        `log₂ V ${bits(corpus.uniformEntropy)}, unigram entropy ${bits(corpus.unigramEntropy)}, ` +
        `entropy given the character before ${bits(corpus.bigramEntropy)}` +
        (corpus.entropyRate === null ? '' : `, exact entropy rate ${bits(corpus.entropyRate)}`),
    },
    {
      label: 'Reading',
      text: [
        options.normaliseLineEnds ? 'line ends turned into LF' : 'line ends kept',
        options.minimumCount > 1
          ? `characters with fewer than ${options.minimumCount} occurrences merged into one`
          : 'every character kept',
        ...corpus.warnings,
      ].join('; '),
    },
  ];
}
