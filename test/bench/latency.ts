import { table } from './document.ts';
import { hostLatency, type Latency } from './host-latency.ts';
import type { Section } from './section.ts';

const inMilliseconds = (value: number) => `${value.toFixed(1)} ms`;

export const latency: Section = {
  name: 'latency',
  title: 'Pause and stop',
  async measure({ quick, rounds, built }) {
    const asks = quick ? 3 : Math.max(15, rounds);
    const measured: Latency[] = [];
    for (const hidden of [64, 1024]) measured.push(await hostLatency('float32', hidden, built, asks));
    return {
      lines: [
        `While the runs of the default experiment train on all cores; ${asks} pauses, one stop.`,
        '',
        ...table(
          ['runs', 'pause, median', 'pause, longest', 'stop', 'longest turn of the event loop'],
          measured.map(({ precision, hidden, pauses, pause, stop, longestTurn }) => [
            `${precision}, H ${hidden}`,
            inMilliseconds(pause),
            inMilliseconds(Math.max(...pauses)),
            inMilliseconds(stop),
            inMilliseconds(longestTurn),
          ]),
        ),
      ],
      raw: measured,
    };
  },
};
