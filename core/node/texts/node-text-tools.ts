import { createHash } from 'node:crypto';
import { analyse } from 'chardet';
import type { TextTools } from '../../corpora/text-tools.ts';

/** Decoding, guessing and hashing by the platform. */
export const textTools: TextTools = {
  decoder: (label, fatal) => new TextDecoder(label, { fatal }),
  detect: (sample) => analyse(sample).map(({ name }) => name.toLowerCase()),
  sha256: () => {
    const hash = createHash('sha256');
    return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
  },
};
