import type { Lab } from '../../core/contract/lab-api.ts';
import { LabError } from '../../core/errors.ts';
import { labOver } from '../../core/rpc/client.ts';
import { largestMessage } from '../../core/rpc/codec.ts';
import { overMessagePort } from '../../core/rpc/message-port.ts';
import type { Transport } from '../../core/rpc/transport.ts';
import { overWebSocket } from '../../core/rpc/web-socket.ts';
import { labKey, linkWaits } from './fragment.ts';
import { desktopHost } from './host.ts';

/** Milliseconds after which a host that does not answer is given up. */
const patience = 15_000;

/**
 * Connects the page with its lab: through the port that the desktop program hands over, else through a socket to
 * the server the page came from. Rejects with LabError.
 * @param onLost called once when the connection ends; the page may then call `connect` again for a new lab
 */
export async function connect(onLost: () => void = () => undefined): Promise<Lab> {
  const transport = await (desktopHost() ? portTransport() : socketTransport());
  transport.onClose(onLost);
  return labOver(transport);
}

/** The port arrives as a message from the preload script, which shares the window with the page. */
function portTransport(): Promise<Transport> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener('message', listen);
    };
    const listen = (event: MessageEvent) => {
      if (event.source !== window || event.origin !== location.origin || event.data !== 'lab-port') return;
      const [port] = event.ports;
      if (!port) return;
      end();
      resolve(overMessagePort(port));
    };
    const timer = setTimeout(() => {
      end();
      reject(new LabError('cancelled', 'The lab does not answer.', 'Close the window and open it again.'));
    }, patience);
    addEventListener('message', listen);
    desktopHost()?.requestPort();
  });
}

function socketTransport(): Promise<Transport> {
  const socket = new WebSocket(`ws://${location.host}/lab`, ['loss-lab', `loss-lab.${labKey()}`]);
  return new Promise((resolve, reject) => {
    const fail = () => {
      clearTimeout(timer);
      socket.close();
      void serverAnswers().then((answers) => reject(answers ? refused() : unreachable()));
    };
    const timer = setTimeout(fail, patience);
    socket.onopen = () => {
      clearTimeout(timer);
      socket.onopen = socket.onclose = null;
      resolve(overWebSocket(socket, { largest: largestMessage }));
    };
    socket.onclose = fail;
  });
}

const refused = () =>
  new LabError(
    'cancelled',
    linkWaits()
      ? 'This tab is not let into the lab, so its link cannot be opened here. Paste it into the tab that is, or put it behind the address from the terminal, with & instead of #.'
      : 'This address is incomplete or from an earlier start; copy the new one from the terminal.',
  );

const unreachable = () =>
  new LabError('cancelled', 'The lab cannot be reached.', 'Start it again and open the address it prints.');

/** A refused socket looks like one that nobody answers; the page's own icon tells the two apart. */
function serverAnswers(): Promise<boolean> {
  return new Promise((resolve) => {
    const icon = new Image();
    icon.onload = () => resolve(true);
    icon.onerror = () => resolve(false);
    setTimeout(() => resolve(false), patience);
    icon.src = `/favicon.ico?${Date.now()}`;
  });
}
