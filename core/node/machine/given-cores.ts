import { significant } from '../../words/number-format.ts';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';

/** The cores this program may use, and what says so where the machine has more. */
interface GivenCores {
  readonly count: number;
  /** What holds the count down, as part of a sentence; null where nothing does. */
  readonly because: string | null;
}

/** What is asked of the system; tests answer for other machines. */
export interface CoreFacts {
  /** Cores the machine has. */
  readonly present: number;
  /** Cores the system lets this process run on: its affinity mask. */
  readonly affine: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The text of a file of the system; null where there is none. */
  readonly read: (path: string) => string | null;
}

/** Variables by which schedulers and users say how many threads a program gets. */
const variables = ['SLURM_CPUS_PER_TASK', 'OMP_NUM_THREADS'] as const;

/**
 * The least of the affinity mask, `SLURM_CPUS_PER_TASK`, `OMP_NUM_THREADS` and the CPU quota of the control groups this
 * process is in. A quota of a part of a core is rounded up.
 */
export function givenCores(facts: CoreFacts = factsHere()): GivenCores {
  const { present, affine, environment } = facts;
  const limits: GivenCores[] = [
    { count: affine, because: affine < present ? 'the affinity mask of this process' : null },
  ];
  for (const name of variables) {
    // OMP_NUM_THREADS may be a list, one entry for each level of nesting.
    const count = /^\s*(\d{1,6})\s*(,|$)/.exec(environment[name] ?? '')?.[1];
    if (count !== undefined && Number(count) > 0)
      limits.push({ count: Number(count), because: `${name}=${count}` });
  }
  const quota = cpuQuota(facts.read);
  if (quota !== null)
    limits.push({
      count: Math.max(1, Math.ceil(quota)),
      because: `the CPU quota of its control group (${significant(quota)} ${quota === 1 ? 'core' : 'cores'})`,
    });
  return limits.reduce((least, each) => (each.count < least.count ? each : least));
}

const factsHere = (): CoreFacts => ({
  present: os.cpus().length,
  affine: os.availableParallelism(),
  environment: process.env,
  read: (path) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return null;
    }
  },
});

const root = '/sys/fs/cgroup';

/**
 * Cores' worth of time per second that the control groups allow, the least from the process's own up to the outermost; null
 * for no limit. Version 2: `cpu.max`; version 1: `cpu.cfs_quota_us` (Linux, Documentation/admin-guide/cgroup-v2.rst and
 * scheduler/sched-bwc.rst).
 */
function cpuQuota(read: CoreFacts['read']): number | null {
  const quotas: number[] = [];
  const add = (quota: string | undefined, period: string | undefined) => {
    const share = Number(quota) / Number(period);
    if (Number.isFinite(share) && share > 0) quotas.push(share);
  };
  for (const line of (read('/proc/self/cgroup') ?? '').split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (path === undefined) continue;
    const version2 = controllers === '';
    if (!version2 && !controllers.split(',').includes('cpu')) continue;
    for (const group of groupsUpFrom(path)) {
      if (version2) {
        const [quota, period] = (read(join(root, group, 'cpu.max')) ?? '').trim().split(' ');
        add(quota, period);
      } else {
        const value = (name: string) => read(join(root, 'cpu', group, name))?.trim();
        add(value('cpu.cfs_quota_us'), value('cpu.cfs_period_us'));
      }
    }
  }
  return quotas.length > 0 ? Math.min(...quotas) : null;
}

/** `/a/b` as `/a/b`, `/a`, `/`: within a container only the outermost one may be seen. */
function groupsUpFrom(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '..');
  return Array.from({ length: parts.length + 1 }, (_, i) => `/${parts.slice(0, parts.length - i).join('/')}`);
}
