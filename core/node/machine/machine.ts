import os from 'node:os';
import type { MachineInfo } from '../../contract/lab-data.ts';
import { givenCores } from './given-cores.ts';

/** The machine as a report names it. */
export function machineInfo(runtime: string): MachineInfo {
  return {
    system: `${os.type()} ${os.release()} (${os.arch()})`,
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: givenCores().count,
    memory: os.totalmem(),
    runtime,
  };
}

/** Bytes the lab may plan with: 60 % of the memory there is, or of what the system lets this process have. */
export function memoryLimit(): number {
  const constrained = process.constrainedMemory?.() ?? 0;
  const total = constrained > 0 && constrained < os.totalmem() ? constrained : os.totalmem();
  return Math.floor(total * 0.6);
}

/** Whether a process is there, also one of another user. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
