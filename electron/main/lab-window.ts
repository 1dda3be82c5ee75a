import { BrowserWindow } from 'electron';

/** Windows that print: they are never shown, and none of the lab's. */
const printing = new Set<BrowserWindow>();

/** A window that nobody sees is not to be found by whoever looks for the lab's. */
export function keepUnseen(window: BrowserWindow): void {
  printing.add(window);
  window.once('closed', () => printing.delete(window));
}

/** Ends what prints with the lab's window: the program would stay for windows that nobody can close. */
export function endUnseen(): void {
  for (const window of printing) window.destroy();
}

/** The window of the lab; null where there is none. */
export const labWindow = (): BrowserWindow | null =>
  BrowserWindow.getAllWindows().find((window) => !printing.has(window)) ?? null;
