import { describe, expect, it } from 'vitest';
import { givenCores, type CoreFacts } from '../../core/node/machine/given-cores.ts';

const machine = (facts: Partial<CoreFacts> & { files?: Record<string, string> } = {}) =>
  givenCores({
    present: 64,
    affine: 64,
    environment: {},
    read: (path) => facts.files?.[path] ?? null,
    ...facts,
  });

describe('the cores a program is given', () => {
  it('are those of the machine where nothing holds them down', () => {
    expect(machine()).toEqual({ count: 64, because: null });
  });

  it('are those of the affinity mask, which is told', () => {
    expect(machine({ affine: 1 })).toEqual({ count: 1, because: 'the affinity mask of this process' });
  });

  it('are those a scheduler has given to the task, and those of OpenMP, whichever is less', () => {
    expect(machine({ environment: { SLURM_CPUS_PER_TASK: '4' } }).count).toBe(4);
    expect(machine({ environment: { SLURM_CPUS_PER_TASK: '4', OMP_NUM_THREADS: '3,2' } })).toEqual({
      count: 3,
      because: 'OMP_NUM_THREADS=3',
    });
  });

  it.each(['', '0', 'many', '-2', '4x', '2.5'])('are not changed by a variable that says %j', (value) => {
    expect(machine({ environment: { OMP_NUM_THREADS: value } }).count).toBe(64);
  });

  it('are held down by the quota of a control group, of version 2', () => {
    const files = {
      '/proc/self/cgroup': '0::/job/step\n',
      '/sys/fs/cgroup/job/step/cpu.max': 'max 100000\n',
      '/sys/fs/cgroup/job/cpu.max': '150000 100000\n',
    };
    expect(machine({ files })).toEqual({
      count: 2,
      because: 'the CPU quota of its control group (1.5 cores)',
    });
  });

  it('and of version 1, where −1 is none', () => {
    const files = (quota: string) => ({
      '/proc/self/cgroup': '4:cpu,cpuacct:/docker/abc\n3:memory:/docker/abc\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': quota,
      '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000',
    });
    expect(machine({ files: files('100000\n') }).count).toBe(1);
    expect(machine({ files: files('-1\n') }).count).toBe(64);
  });
});
