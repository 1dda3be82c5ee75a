import { LabError } from '../../errors.ts';

/** Everything standard input holds, up to `limit` bytes, for small files such as a case. */
export async function readStandardInput(limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new LabError('bad-argument', `Standard input has more than ${limit} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
