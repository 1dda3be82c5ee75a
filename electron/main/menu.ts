import type { MenuItemConstructorOptions } from 'electron';
import type { HostCommand } from '../../core/contract/host-commands.ts';
import { themes, type RememberedFacts, type ThemeChoice } from './remembered.ts';

/** A kept experiment as lists of the system show it. */
export interface Recent {
  readonly id: string;
  readonly label: string;
}

/** What the menu does beside the commands of the page. */
export interface MenuActions {
  /** Commands of the lab go to the page, which carries them out as its own buttons do. */
  send(command: HostCommand): void;
  openRecent(id: string): void;
  clearRecents(): void;
  showLibraryFolder(): void;
  /** Steps of zoom; 0 sets it back. */
  zoom(by: -1 | 0 | 1): void;
  chooseTheme(choice: ThemeChoice): void;
  awakeOnBattery(on: boolean): void;
  /** A file that comes with the program. */
  showFile(name: 'guide' | 'licence' | 'licences'): void;
  reportProblem(): void;
  openPage(address: string): void;
}

/** What the menu shows. */
export interface MenuFacts extends Pick<RememberedFacts, 'theme' | 'awakeOnBattery'> {
  readonly platform: NodeJS.Platform;
  readonly packaged: boolean;
  /** The newest first. */
  readonly recents: readonly Recent[];
  /** Address of the project's page, where the program names one. */
  readonly page: string | null;
}

type Item = MenuItemConstructorOptions;
const line: Item = { type: 'separator' };
const themeNames: Readonly<Record<ThemeChoice, string>> = {
  system: '&System',
  light: '&Light',
  dark: '&Dark',
};

/** The entries of recent experiments: in the menu, and in the dock's on macOS. */
export const recentItems = (recents: readonly Recent[], open: (id: string) => void): Item[] =>
  recents.map(({ id, label }) => ({ label: label.replaceAll('&', '&&'), click: () => open(id) }));

/** The whole menu: labels are ours, so that they are the same on every system; roles are Electron's. */
export function menuTemplate(facts: MenuFacts, does: MenuActions): Item[] {
  const mac = facts.platform === 'darwin';
  const command = (label: string, accelerator: string, name: HostCommand): Item => ({
    label,
    accelerator,
    click: () => does.send(name),
  });
  const own = (label: string, click: () => void, accelerator?: string): Item => ({
    label,
    click,
    ...(accelerator && { accelerator }),
  });
  const role = (name: NonNullable<Item['role']>, label: string): Item => ({ role: name, label });

  const program: Item = {
    label: 'Loss Lab',
    submenu: [
      role('about', 'About Loss Lab'),
      line,
      role('services', 'Services'),
      line,
      role('hide', 'Hide Loss Lab'),
      role('hideOthers', 'Hide Others'),
      role('unhide', 'Show All'),
      line,
      role('quit', 'Quit Loss Lab'),
    ],
  };
  const file: Item = {
    label: '&File',
    submenu: [
      command('Open &Text…', 'CmdOrCtrl+O', 'open-text'),
      command('&Open Experiment…', 'CmdOrCtrl+Shift+O', 'open-experiment'),
      {
        label: 'Open &Recent',
        enabled: facts.recents.length > 0,
        submenu: [
          ...recentItems(facts.recents, (id) => does.openRecent(id)),
          line,
          own('Clear Recent', () => does.clearRecents()),
        ],
      },
      line,
      command('&Library', 'CmdOrCtrl+L', 'library'),
      own('Show Library &Folder', () => does.showLibraryFolder(), 'CmdOrCtrl+Shift+L'),
      line,
      command('&Save Experiment…', 'CmdOrCtrl+S', 'save-experiment'),
      command('&Export Everything…', 'CmdOrCtrl+E', 'export'),
      command('Copy as Lin&k', 'CmdOrCtrl+Shift+C', 'copy-link'),
      command('Copy as Co&mmand Line', 'CmdOrCtrl+Alt+C', 'copy-command'),
      line,
      mac ? role('close', 'Close Window') : role('quit', '&Quit'),
    ],
  };
  const edit: Item = {
    label: '&Edit',
    submenu: [
      role('undo', '&Undo'),
      role('redo', '&Redo'),
      line,
      role('cut', 'Cu&t'),
      role('copy', '&Copy'),
      role('paste', '&Paste'),
      role('selectAll', 'Select &All'),
    ],
  };
  const experiment: Item = {
    label: 'E&xperiment',
    submenu: [
      command('&Run or Pause', 'CmdOrCtrl+Enter', 'run'),
      command('One &Step', 'CmdOrCtrl+Shift+Enter', 'step'),
      command('S&top', 'CmdOrCtrl+.', 'stop'),
      command('R&eset', 'CmdOrCtrl+Shift+Backspace', 'reset'),
      line,
      command('&Undo Change', 'CmdOrCtrl+Alt+Z', 'undo'),
      command('Re&do Change', 'CmdOrCtrl+Alt+Shift+Z', 'redo'),
      line,
      {
        label: 'Stay &Awake on Battery While Training',
        type: 'checkbox',
        checked: facts.awakeOnBattery,
        click: ({ checked }) => does.awakeOnBattery(checked),
      },
    ],
  };
  const view: Item = {
    label: '&View',
    submenu: [
      command('&Convergence', 'CmdOrCtrl+1', 'convergence'),
      command('&Gradients', 'CmdOrCtrl+2', 'gradients'),
      command('Learning-Rate &Sweep', 'CmdOrCtrl+3', 'sweep'),
      command('Sampling &Duel', 'CmdOrCtrl+4', 'duel'),
      command('D&erivation', 'CmdOrCtrl+5', 'derivation'),
      command('&Report', 'CmdOrCtrl+6', 'report'),
      command('&Present', 'CmdOrCtrl+Shift+P', 'present'),
      line,
      {
        label: '&Theme',
        submenu: themes.map((choice) => ({
          label: themeNames[choice],
          type: 'radio',
          checked: facts.theme === choice,
          click: () => does.chooseTheme(choice),
        })),
      },
      own('&Actual Size', () => does.zoom(0), 'CmdOrCtrl+0'),
      own('Zoom &In', () => does.zoom(1), 'CmdOrCtrl+Plus'),
      // `Plus` is Shift and = on most keyboards; browsers take = alone.
      {
        ...own('Zoom In', () => does.zoom(1), 'CmdOrCtrl+='),
        visible: false,
        acceleratorWorksWhenHidden: true,
      },
      own('Zoom &Out', () => does.zoom(-1), 'CmdOrCtrl+-'),
      role('togglefullscreen', '&Full Screen'),
      line,
      role('reload', 'Re&load Window'),
      // The page holds nothing that its own tools could harm, but a shipped program does not show them.
      ...(facts.packaged ? [] : [role('toggleDevTools', '&Developer Tools')]),
    ],
  };
  const windows: Item = {
    label: '&Window',
    ...(mac && { role: 'window' as const }),
    submenu: [
      role('minimize', 'Mi&nimize'),
      ...(mac
        ? [role('zoom', 'Zoom'), line, role('front', 'Bring All to Front')]
        : [role('close', '&Close')]),
    ],
  };
  const { page } = facts;
  const help: Item = {
    label: '&Help',
    ...(mac && { role: 'help' as const }),
    submenu: [
      own('&Guide', () => does.showFile('guide'), 'F1'),
      command('&First Steps', 'CmdOrCtrl+F1', 'first-steps'),
      command('G&lossary', 'Shift+F1', 'glossary'),
      command('&Keyboard Shortcuts', 'CmdOrCtrl+/', 'shortcuts'),
      line,
      own('Report a &Problem…', () => does.reportProblem()),
      ...(page ? [own('Check for a &New Version', () => does.openPage(page))] : []),
      line,
      own('L&icence', () => does.showFile('licence')),
      own('Licences of What Is &Bundled', () => does.showFile('licences')),
      ...(mac ? [] : [line, role('about', '&About Loss Lab')]),
    ],
  };
  return [...(mac ? [program] : []), file, edit, experiment, view, windows, help];
}
