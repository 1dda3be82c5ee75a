import { ipcMain, MessageChannelMain, type WebContents } from 'electron';
import type { Lab } from '../../core/contract/lab-api.ts';
import { overMessagePort } from '../../core/rpc/message-port.ts';
import { serveScreen } from '../../core/rpc/server.ts';
import type { Transport } from '../../core/rpc/transport.ts';
import { isFromOwnPage } from './security.ts';

/**
 * Hands each page that asks a port to the lab. It is the only message the program listens to; everything else goes
 * over the port, where the server checks it. A page has one port: asking again, as after a reload, ends the old one.
 */
export function handOutPorts(lab: Lab): void {
  const lines = new WeakMap<WebContents, Transport>();
  ipcMain.on('lab-port', (event) => {
    if (!isFromOwnPage(event)) return;
    lines.get(event.sender)?.close();
    const { port1, port2 } = new MessageChannelMain();
    const line = overMessagePort(port1);
    lines.set(event.sender, line);
    serveScreen(lab, line);
    event.senderFrame?.postMessage('lab-port', null, [port2]);
  });
}
