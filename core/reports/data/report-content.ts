import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { ratePolicy } from '../../experiments/rates/rate-policy.ts';
import { seedsNeeded } from '../../experiments/comparison/verdict.ts';
import { verdictWords } from '../../experiments/comparison/verdict-words.ts';
import { primaryYardstick } from '../../experiments/plan/plan.ts';
import { canonicalJson } from './canonical-json.ts';
import { leaderOf } from '../words/leader.ts';
import { runsWithin } from '../../experiments/thinning.ts';
import { reportInput, type Report } from '../report-data.ts';
import { armLabels } from '../../contract/arm-labels.ts';

interface ReportContent {
  /** Canonical JSON in UTF-8: made again rather than held, for it may have some 50 MB. */
  readonly pieces: Iterable<Uint8Array>;
  /** SHA-256 over the pieces, hexadecimal: what a citation names. */
  readonly sha256: string;
}

/** Numbers of curves in a report file: some 19 bytes each, so that a page can send it back in one message of 64 MB. */
const mostNumbers = 2_500_000;

/** What a report file holds: the input, from which everything can be computed anew, and the results for other programs. */
function contentOf(report: Report) {
  const { experiment, standing, pairs, parameters, arms } = report;
  const leader = leaderOf(report, primaryYardstick(experiment));
  // A file for programs is the same in every language.
  const names = armLabels(
    arms.map(({ arm }) => arm),
    arms.map(({ layer }) => layer),
  );
  const nameOf = (armId: string) => names[arms.findIndex(({ arm }) => arm.id === armId)];
  const rates = arms.map(({ arm, rate }) => ({ armId: arm.id, rate }));
  const { robustness, ...input } = reportInput(report);
  return {
    ...input,
    runs: runsWithin(input.runs, mostNumbers),
    ...(robustness && { robustness }),
    results: {
      policy: ratePolicy(experiment),
      parameters,
      standing,
      pairs: pairs.map((pair) => ({
        ...pair,
        needed: seedsNeeded(pair),
        words: verdictWords(pair, nameOf),
      })),
      rates,
      leader: leader && {
        yardstick: primaryYardstick(experiment),
        armId: leader.arm.arm.id,
        differences: leader.pairs.map(({ other, series }) => ({ armId: other.arm.id, ...series })),
      },
    },
  };
}

const done = new WeakMap<Report, ReportContent>();

/** The content of a report and its hash; worked out once per report. */
export function reportContent(report: Report): ReportContent {
  let content = done.get(report);
  if (content) return content;
  content = {
    pieces: { [Symbol.iterator]: () => inBytes(canonicalJson(contentOf(report))) },
    sha256: contentHash(contentOf(report)),
  };
  done.set(report, content);
  return content;
}

/** Pieces of text as larger ones of UTF-8. */
export function* inBytes(pieces: Iterable<string>): Generator<Uint8Array> {
  for (const text of joined(pieces)) yield utf8ToBytes(text);
}

/** The hash of content that was read from a file, from its parsed JSON. */
export function contentHash(value: unknown): string {
  const hash = sha256.create();
  for (const bytes of inBytes(canonicalJson(value))) hash.update(bytes);
  return bytesToHex(hash.digest());
}

/** Small pieces joined to some 64 KB. */
export function* joined(pieces: Iterable<string>): Generator<string> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < 65_536) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}
