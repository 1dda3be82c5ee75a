import { sha256 } from '@noble/hashes/sha2.js';
import { base64urlnopad } from '@scure/base';
import { deflateSync, Inflate, strFromU8, strToU8 } from 'fflate/browser';
import { LabError } from '../../errors.ts';
import type { Experiment } from '../experiment.ts';
import { linkMarker, longestLink, packedIn } from '../link-form.ts';
import { parseExperiment } from './parse-experiment.ts';
import { linkDictionary } from './link-dictionary.ts';
import { parseUnique } from './unique-json.ts';

/** An experiment without its text, and what a person needs to find that text. */
export interface LinkedExperiment {
  readonly experiment: Experiment;
  /** Size of its text, where it is one that was read; the experiment has its name and hash. */
  readonly textBytes: number | null;
}

/** Bytes of the experiment in it: as many as its output layers may bring along. */
const largest = 2 ** 24;
/** Bytes that are unpacked at once; they become 1032 times as many at most. */
const piece = 512;
/** Bytes of the SHA-256 that a link begins with: by them a link that was cut or mistyped is known. */
const digestBytes = 4;

const dictionary = strToU8(linkDictionary);

const refuse = (sentence: string, next = 'Copy the whole link and paste it again.') =>
  new LabError('file-not-read', sentence, next);

/**
 * An experiment as one line that can be pasted: `#experiment=` and the base64url of a digest and its JSON, deflated.
 * @throws LabError `bad-argument` where it is too long for a link
 */
export function experimentLink(linked: LinkedExperiment): string {
  const json = strToU8(JSON.stringify(linked));
  const packed = deflateSync(json, { level: 9, dictionary });
  const bytes = new Uint8Array(digestBytes + packed.length);
  bytes.set(sha256(json).subarray(0, digestBytes));
  bytes.set(packed, digestBytes);
  const link = linkMarker + base64urlnopad.encode(bytes);
  if (link.length <= longestLink) return link;
  throw new LabError(
    'bad-argument',
    'This experiment is too long for a link: its plug-ins travel with it.',
    'Save it as a file instead.',
  );
}

/**
 * The experiment of a link, checked as any file of outside.
 * @throws LabError `file-not-read`, or what `parseExperiment` throws
 */
export function linkedExperiment(text: string): LinkedExperiment {
  const packed = packedIn(text);
  if (packed === null) throw refuse('This is no link to an experiment.');
  if (packed.length > longestLink)
    throw refuse(`This link is longer than ${longestLink} characters; none is.`);
  const json = unpacked(packed);
  const value = read(() => parseUnique(json)) as { experiment?: unknown; textBytes?: unknown } | null;
  const bytes = value?.textBytes ?? null;
  if (bytes !== null && !(Number.isSafeInteger(bytes) && (bytes as number) >= 0))
    throw refuse('This link names a text of no possible size.');
  return { experiment: parseExperiment(value?.experiment), textBytes: bytes as number | null };
}

/** Whatever goes wrong in there is one thing to who has pasted it. */
function read<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw refuse('This link is damaged: some of its characters are missing or are others.');
  }
}

function unpacked(packed: string): string {
  return read(() => {
    const bytes = base64urlnopad.decode(packed);
    const json = inflated(bytes.subarray(digestBytes));
    const digest = sha256(json).subarray(0, digestBytes);
    if (digest.some((byte, i) => byte !== bytes[i])) throw new Error('digest');
    return strFromU8(json);
  });
}

/** Unpacks piece by piece, so that a small link cannot fill the memory. */
function inflated(packed: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  const inflate = new Inflate({ dictionary }, (part) => {
    parts.push(part);
    size += part.length;
  });
  for (let at = 0; at < packed.length; at += piece) {
    inflate.push(packed.subarray(at, at + piece), at + piece >= packed.length);
    if (size > largest)
      throw refuse(`This link unpacks to more than ${largest} bytes; no experiment has as many.`);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
