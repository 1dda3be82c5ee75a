import type Electron from 'electron';
import type { electronDouble } from './double.js';

type Double = ReturnType<typeof electronDouble>['electron'];
type Window = InstanceType<Double['BrowserWindow']>;

/** Names that Electron's own part does not have, beside those that only tests read. */
type Beyond<Part, Real, Told extends PropertyKey = never> = Exclude<keyof Part, keyof Real | Told>;
type None<Names extends never> = Names;
/** What both have, as Electron has it. */
type Shared<Part, Real, Except extends PropertyKey = never> = Pick<
  Real,
  Exclude<keyof Part & keyof Real, Except | keyof NodeJS.EventEmitter>
>;
type Fits<_Part extends Shared<_Part, Real, Except>, Real, Except extends PropertyKey = never> = true;

/** Compiles as long as the double has nothing that Electron does not have, and answers as Electron does. */
export type Held = [
  None<Beyond<Double, typeof Electron, 'standIn'>>,
  None<Beyond<Double['app'], Electron.App>>,
  None<Beyond<Double['BrowserWindow'], typeof Electron.BrowserWindow, 'closeAll'>>,
  None<Beyond<Window, Electron.BrowserWindow, 'options'>>,
  None<
    Beyond<Window['webContents'], Electron.WebContents, 'targetId' | 'openHandler' | 'emulateTheme' | 'end'>
  >,
  None<Beyond<Double['Menu'], typeof Electron.Menu>>,
  None<Beyond<Double['nativeTheme'], Electron.NativeTheme>>,
  None<Beyond<InstanceType<Double['Notification']>, Electron.Notification, 'options'>>,
  Fits<Window, Electron.BrowserWindow, 'webContents'>,
  Fits<Window['webContents'], Electron.WebContents, 'mainFrame'>,
  Fits<Double['nativeTheme'], Electron.NativeTheme>,
];

/** And does not compile otherwise. */
export type Refused = [
  // @ts-expect-error Electron has no such call
  None<Beyond<{ quitNow(): void }, Electron.App>>,
  // @ts-expect-error Electron's answers with something else
  Fits<{ isMaximized(): string }, Electron.BrowserWindow>,
];
export const refused = (app: Electron.App): void => {
  // @ts-expect-error Electron has no such event
  app.on('open-files', () => undefined);
};
