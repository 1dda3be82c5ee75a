import { contextBridge, ipcRenderer } from 'electron';

/**
 * Runs beside the page in a world of its own. It hands the page its port to the lab and the names of menu commands, and
 * takes its choice of colours; nothing of Electron itself gets through.
 */
contextBridge.exposeInMainWorld('lossLabHost', {
  requestPort: (): void => ipcRenderer.send('lab-port'),
  chooseTheme: (choice: string): void => ipcRenderer.send('theme', String(choice)),
  onCommand: (callback: (name: string) => void): (() => void) => {
    const listen = (_event: unknown, name: unknown) => callback(String(name));
    ipcRenderer.on('host-command', listen);
    return () => void ipcRenderer.off('host-command', listen);
  },
});

// A port cannot cross the bridge between the worlds; a message on the window they share carries it.
ipcRenderer.on('lab-port', (event) => window.postMessage('lab-port', location.origin, [...event.ports]));
