import os from 'node:os';
import { machineInfo } from '../../core/node/machine/machine.ts';
import { kernelBuilds } from '../../core/network/fast/kernels.ts';

/** On what was measured. */
export function machine() {
  const { system, processor, cores, memory } = machineInfo('');
  return {
    date: new Date().toISOString(),
    ...{ system, processor, cores, memory },
    node: process.versions.node,
    v8: process.versions.v8,
    flags: process.execArgv,
    builds: kernelBuilds(),
    /** Programs that wanted to run in the last minute, on average, before the benchmark began. */
    load: os.loadavg()[0],
  };
}

/** The same in sentences. */
export function describeMachine({
  date,
  system,
  processor,
  cores,
  memory,
  node,
  v8,
  flags,
  builds,
  load,
}: ReturnType<typeof machine>): string[] {
  return [
    `${date}. ${processor}, ${cores} cores, ${(memory / 1e9).toFixed(1)} GB, ${system}; load before ${load.toFixed(2)}.`,
    `Node ${node} (V8 ${v8}), flags: ${flags.join(' ') || 'none'}. Builds of the kernels that run here: ${builds.join(', ') || 'none'}.`,
  ];
}
