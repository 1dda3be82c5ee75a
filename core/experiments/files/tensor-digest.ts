import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Tensor } from './safetensors.ts';

/**
 * SHA-256 over tensors in the order of their names: each as name, type and shape, then its numbers. Stands in the
 * metadata of a file, so that one that was damaged is not taken for whole.
 * @param described what describes the tensors, where that is covered too
 */
export function tensorDigest(tensors: Readonly<Record<string, Tensor>>, described = ''): string {
  const hash = sha256.create();
  for (const name of Object.keys(tensors).sort()) {
    const { dtype, shape, data } = tensors[name];
    hash.update(Uint8Array.from(`${name} ${dtype} ${shape.join('×')}\n`, (unit) => unit.charCodeAt(0)));
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  hash.update(utf8ToBytes(described));
  return bytesToHex(hash.digest());
}
