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

const inPieces = (lab: Lab, file: File): Promise<string> =>
  sendInPieces(lab, file, { name: file.name, source: 'upload' }, () => undefined).catch((error: unknown) =>
    Promise.reject(error instanceof DOMException ? unreadable(file) : error),
  );

/**
 * Sends bytes to the lab piece by piece; what has arrived is forgotten there where one does not get through.
 * @param going told how many bytes came with a piece; what it throws ends the sending
 * @returns id of the upload
 */
export async function sendInPieces(
  lab: Lab,
  blob: Blob,
  what: { readonly name: string; readonly source: 'upload' | 'paste' },
  going: (bytes: number) => void,
): Promise<string> {
  const { uploadId } = await lab.beginText({ ...what, bytes: blob.size });
  try {
    for (let at = 0; at < blob.size; at += largestPiece) {
      const bytes = new Uint8Array(await blob.slice(at, at + largestPiece).arrayBuffer());
      await lab.appendText({ uploadId, bytes });
      going(bytes.length);
    }
    return uploadId;
  } catch (error) {
    await lab.cancelText({ uploadId }).catch(() => undefined);
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
