import type { Lab } from '../../core/contract/lab-api.ts';
import { LabError, type LabErrorData } from '../../core/errors.ts';
import { labKey } from './fragment.ts';
import { desktopHost } from './host.ts';

/** Bytes of one piece: the most that one takes. */
const largestPiece = 2 ** 20;

/**
 * Sends a file to the lab: in browser mode as a stream, which the host may refuse while it comes, in the desktop program
 * in pieces through its port.
 * @returns id of the upload
 * @throws LabError `file-not-read` where the file is gone, may not be read, or is none of the lab's
 */
export async function uploadFile(lab: Lab, file: File): Promise<string> {
  return desktopHost() ? inPieces(lab, file) : asStream(file);
}

const unreadable = ({ name }: File) =>
  new LabError(
    'file-not-read',
    `'${name}' could not be read: it is gone, or may not be read.`,
    'Check the file and open it again.',
  );

async function inPieces(lab: Lab, file: File): Promise<string> {
  const { uploadId } = await lab.beginText({ name: file.name, bytes: file.size, source: 'upload' });
  try {
    for (let at = 0; at < file.size; at += largestPiece) {
      const piece = await file
        .slice(at, at + largestPiece)
        .arrayBuffer()
        .catch(() => Promise.reject(unreadable(file)));
      await lab.appendText({ uploadId, bytes: new Uint8Array(piece) });
    }
    return uploadId;
  } catch (error) {
    void lab.cancelText({ uploadId }).catch(() => undefined);
    throw error;
  }
}

async function asStream(file: File): Promise<string> {
  const headers = { Authorization: `Bearer ${labKey()}`, 'Content-Type': 'application/octet-stream' };
  let answer: { readonly uploadId: string } | { readonly error: LabErrorData };
  try {
    const response = await fetch('/upload', { method: 'POST', body: file, headers });
    answer = await response.json();
  } catch {
    // A file that has vanished fails like a connection that has.
    await file
      .slice(0, 1)
      .arrayBuffer()
      .catch(() => Promise.reject(unreadable(file)));
    throw new LabError('file-not-read', `'${file.name}' did not get through to the lab.`, 'Open it again.');
  }
  if ('uploadId' in answer) return answer.uploadId;
  const { code, message, next } = answer.error;
  throw new LabError(code, message, next);
}
