import { app, dialog, powerMonitor, type BrowserWindow } from 'electron';
import type { HostedLab } from '../../core/lab/create-lab.ts';
import type { Remembered } from './remembered.ts';

/** Milliseconds the lab has to write what is in training, and to end its threads, when the program quits. */
const patience = 10_000;

/**
 * Quitting asks nothing: what is in training ends as a checkpoint, and the next start offers to go on. The windows are
 * closed by then (`will-quit`), on every system and by whatever way.
 */
export function quitGently(lab: HostedLab, remembered: Remembered): void {
  let closing: Promise<void> | null = null;
  let closed = false;
  const close = (): Promise<void> => (closing ??= keepAll(lab, remembered).finally(() => (closed = true)));

  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void close().then(() => app.quit());
  });
  // The system goes down: Linux and macOS wait for the program's end. Electron's types leave the event out. On Linux it is
  // asked for only where another event of powerMonitor was listened to before.
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault();
    app.quit();
  });
  // Windows asks its windows: who has something to write lets it wait, and quits. Where it asks nobody, what can be written in
  // the seconds that are left is.
  app.on('browser-window-created', (_event, window: BrowserWindow) => {
    window.on('query-session-end', (event) => {
      if (closed) return;
      event.preventDefault();
      app.quit();
    });
    window.on('session-end', () => void close());
  });
}

async function keepAll(lab: HostedLab, remembered: Remembered): Promise<void> {
  // The window that would show it is gone.
  const untold: string[] = [];
  lab.on('problem', ({ message, next }) => untold.push(`${message}\n${next}`));
  const late = new Promise<void>((resolve) =>
    setTimeout(() => {
      untold.push(
        'The disk or a thread has not answered. What was kept before stays, and goes on from there.',
      );
      resolve();
    }, patience),
  );
  const all = Promise.all([lab.close(), remembered.written()]);
  await Promise.race([all.catch((error: Error) => void untold.push(error.message)), late]);
  if (untold.length > 0) dialog.showErrorBox('Not everything is kept', untold.join('\n\n'));
}
