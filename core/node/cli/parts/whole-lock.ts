import { setTimeout as wait } from 'node:timers/promises';
import { LabError } from '../../../errors.ts';
import { RunLock } from '../../store/run-lock.ts';

/** Milliseconds after which a program looks again whether another one has written its report. */
const lookAgain = 200;

/** The right to write what is told of all runs in a folder; waits for a program that writes it. */
export async function wholeLock(folder: string): Promise<RunLock> {
  for (;;)
    try {
      return (await RunLock.take(folder, 'The whole')).keepAlive();
    } catch (error) {
      if (!(error instanceof LabError) || error.code !== 'wrong-state') throw error;
      await wait(lookAgain);
    }
}
