import { hostCommands, type HostCommand } from '../../core/contract/host-commands.ts';

/** What the preload script of the desktop program puts on the page. */
interface DesktopHost {
  /** Asks for a port to the lab; it arrives as the window message `lab-port`. */
  requestPort(): void;
  /** Sets the colours of the program, which those of the page follow. */
  chooseTheme(choice: 'system' | 'dark' | 'light'): void;
  /** Calls back with the name of a menu command. Answers with the way to stop. */
  onCommand(callback: (name: string) => void): () => void;
}

declare global {
  interface Window {
    readonly lossLabHost?: DesktopHost;
  }
}

/** The desktop program around the page, or null in a browser. Only the connection asks this; screens ask the lab. */
export const desktopHost = (): DesktopHost | null => window.lossLabHost ?? null;

/** Calls back when the user picks a command from the host's menu; never in a browser. Answers with the way to stop. */
export function onHostCommand(callback: (command: HostCommand) => void): () => void {
  const stop = desktopHost()?.onCommand((name) => {
    const command = hostCommands.find((known) => known === name);
    if (command) callback(command);
  });
  return stop ?? (() => undefined);
}
