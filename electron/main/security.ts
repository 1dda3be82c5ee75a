import { app, session, type Event, type IpcMainEvent, type Session, type WebContents } from 'electron';
import { isOwn } from './scheme.ts';

/** What a page may do when somebody asks for it: put a picture on the clipboard, where it cannot read, and fill the screen. */
const granted: readonly string[] = ['clipboard-sanitized-write', 'fullscreen'];

/** Denies every other permission and every download: the page needs no device, and saves through the lab's dialogs. */
export function guardSession(own: Session, mayAsk: readonly string[]): void {
  own.setPermissionRequestHandler((_contents, permission, callback) => callback(mayAsk.includes(permission)));
  own.setPermissionCheckHandler((_contents, permission) => mayAsk.includes(permission));
  own.setDevicePermissionHandler(() => false);
  own.setDisplayMediaRequestHandler((_request, callback) => callback(null));
  own.on('will-download', (event) => event.preventDefault());
}

/** Lets a page load nothing but itself: a file dropped beside the drop zone would else replace it. */
function stay(event: Event<{ url: string }>): void {
  if (!isOwn(event.url)) event.preventDefault();
}

/** Keeps a page where it is: no other page, no window, no webview. */
function guardContents(contents: WebContents): void {
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Guards the session and every page there will be. Must run when Electron is ready, before the first window. */
export function guardEverything(): void {
  guardSession(session.defaultSession, granted);
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
}

/** Whether a message comes from the main frame of our own page: frames within it may not speak to the program. */
export function isFromOwnPage(event: Pick<IpcMainEvent, 'sender' | 'senderFrame'>): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame === event.sender.mainFrame && isOwn(frame.url);
}
