import { expect, it } from 'vitest';
import { Pulse, PulseWatch } from '../../../core/plugins/pulse.ts';

function watched(longest = 10) {
  const cells = new Int32Array(2);
  return { pulse: new Pulse(cells), watch: new PulseWatch(cells, longest) };
}

it('counts the time a plug-in has the thread without a break', () => {
  const { pulse, watch } = watched();
  pulse.toPlugin('lossAndDelta');
  watch.expect(0);
  expect([5, 10, 15].map((now) => watch.held(now))).toEqual([5, 10, 15]);
  expect(watch.place).toBe('lossAndDelta');
  pulse.toLab();
  expect(watch.held(20)).toBe(0);
  pulse.toPlugin('forward');
  expect([22, 30].map((now) => watch.held(now))).toEqual([0, 8]);
  expect(watch.place).toBe('forward');
});

it('begins anew with every call, also where two looks see no lab between', () => {
  const { pulse, watch } = watched();
  pulse.toPlugin('forward');
  watch.expect(0);
  watch.held(5);
  pulse.toLab();
  pulse.toPlugin('forward');
  expect([9, 12].map((now) => watch.held(now))).toEqual([0, 3]);
});

it('does not count the time of the lab itself, however long', () => {
  const { pulse, watch } = watched();
  pulse.toLab();
  watch.expect(0);
  expect([1e3, 1e6].map((now) => watch.held(now))).toEqual([0, 0]);
});

it('does not take a machine that slept for a plug-in that did not return', () => {
  const { pulse, watch } = watched(10);
  pulse.toPlugin('forward');
  watch.expect(0);
  expect(watch.held(3_600_000)).toBe(10);
});

it('is odd in the hands of a plug-in and even in those of the lab, told once or twice', () => {
  const cells = new Int32Array(2);
  const pulse = new Pulse(cells);
  const parity = (tell: () => void) => {
    const before = cells[0];
    tell();
    expect(cells[0]).not.toBe(before);
    return cells[0] & 1;
  };
  const plugin = () => pulse.toPlugin('forward');
  const own = () => pulse.toLab();
  expect([plugin, plugin, own, own, plugin].map(parity)).toEqual([1, 1, 0, 0, 1]);
});
