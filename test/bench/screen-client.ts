import { WebSocket } from 'ws';
import { RunBook } from '../../core/contract/run-book.ts';
import { labOver } from '../../core/rpc/client.ts';
import { overWebSocket } from '../../core/rpc/web-socket.ts';

/** Connects to a served lab as a page does, and writes all it hears of the runs into a book, as a page does. */
export async function watchLab(address: string): Promise<void> {
  const { host, origin, hash } = new URL(address);
  const socket = new WebSocket(`ws://${host}/lab`, ['loss-lab', `loss-lab.${hash.slice(1)}`], { origin });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const lab = labOver(overWebSocket(socket));
  const book = new RunBook((await lab.snapshot({})).experiment);
  lab.on('progress', ({ runs }) => {
    for (const run of runs) book.add(run);
  });
}
