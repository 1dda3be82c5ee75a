import { BrowserWindow, Notification, powerMonitor, powerSaveBlocker } from 'electron';
import type { Phase } from '../../core/contract/lab-data.ts';
import type { HostedLab } from '../../core/lab/create-lab.ts';
import type { Remembered } from './remembered.ts';
import { labWindow } from './lab-window.ts';
import { shortened, telling } from './trouble.ts';
import { toFront } from './window.ts';
import { followWork, type Work } from './lab-work.ts';

/** Milliseconds of training below which nobody is told that it has ended. */
const longRun = 60_000;
/** Signs of a name, and of what came out, that a notification has room for. */
const [longestName, longestText] = [80, 200];

/** What training asks of the system: to stay awake, to show how far it is, to say that it has ended. */
export function serveTraining(lab: HostedLab, remembered: Remembered): { batteryChoiceChanged(): void } {
  let work: Work = { busy: false, going: false, paused: false, share: null };
  const awake = stayingAwake(
    () => work.busy && (remembered.facts.awakeOnBattery || !powerMonitor.isOnBatteryPower()),
  );
  // Linux does not tell of these two: there it is looked at again whenever training goes on.
  powerMonitor.on('on-battery', awake);
  powerMonitor.on('on-ac', awake);

  const ended = tellingOfTheEnd(lab);
  followWork(lab, (now, phase) => {
    const changed = now.busy !== work.busy;
    work = now;
    if (changed) awake();
    showProgress(now);
    ended(phase);
  });
  overSleep(lab, () => work.going);
  return { batteryChoiceChanged: awake };
}

/** Asks the system to stay awake as long as it is wanted; the screen may go dark. */
function stayingAwake(wanted: () => boolean): () => void {
  let blocker: number | null = null;
  return () => {
    if (wanted()) blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (blocker !== null) {
      powerSaveBlocker.stop(blocker);
      blocker = null;
    }
  };
}

/** In whole hundredths: the window system is not asked ten times a second. */
function showProgress({ share, paused }: Work): void {
  const window = labWindow();
  if (!window) return;
  const hundredths = share === null ? -1 : Math.floor(share * 100) / 100;
  const key = `${hundredths} ${paused}`;
  if (shown.get(window) === key) return;
  shown.set(window, key);
  window.setProgressBar(hundredths, { mode: share === null ? 'none' : paused ? 'paused' : 'normal' });
}
const shown = new WeakMap<BrowserWindow, string>();

/** Says that a long training has ended, where nobody looks at the window. */
function tellingOfTheEnd(lab: HostedLab): (phase: Phase) => void {
  let before: Phase = 'idle';
  let begun = 0;
  let trained = 0;
  return (phase) => {
    if (phase === before) return;
    if (before === 'running') trained += performance.now() - begun;
    if (phase === 'running') begun = performance.now();
    const long = trained >= longRun;
    if (phase === 'idle' || phase === 'finished' || phase === 'stopped') trained = 0;
    const was = before;
    before = phase;
    if (phase === 'finished' && was === 'running' && long && !BrowserWindow.getFocusedWindow())
      telling(sayEnded(lab));
  };
}

/** Notifications that may still be clicked. */
const shownNotes = new Set<Notification>();

async function sayEnded(lab: HostedLab): Promise<void> {
  if (!Notification.isSupported()) return;
  const { experiment, kept } = await lab.snapshot({});
  const { entries } = await lab.library({});
  const headline = entries.find(({ id }) => id === kept)?.headline ?? null;
  const notification = new Notification({
    title: `${shortened(experiment.name, longestName)} has ended`,
    body: shortened(headline ?? 'Every run has come to its end.', longestText),
  });
  notification.on('click', () => {
    const window = labWindow();
    if (window) toFront(window);
  });
  // Electron forgets one that nobody holds, and a click on it does nothing.
  shownNotes.add(notification);
  const over = () => void shownNotes.delete(notification);
  notification.on('click', over);
  notification.on('close', over);
  notification.show();
}

/** Before the system sleeps, what is in training comes to a checkpoint; afterwards it goes on by itself. */
function overSleep(lab: HostedLab, going: () => boolean): void {
  let held: Promise<void> | null = null;
  powerMonitor.on('suspend', () => {
    if (held || !going()) return;
    held = lab.pause({});
    held.catch(() => undefined);
  });
  powerMonitor.on('resume', () => {
    const slept = held;
    held = null;
    if (slept) telling(slept.then(() => lab.run({})));
  });
}
