import { lesson, sketch } from './skeleton.ts';

/** t for 95 % with n − 1 degrees of freedom over √n; the test computes them again. */
const halfWidths = [
  [2, 8.985],
  [3, 2.484],
  [4, 1.591],
  [5, 1.242],
  [6, 1.049],
  [8, 0.836],
  [10, 0.715],
  [15, 0.554],
  [20, 0.468],
] as const;

/** How many seeds. */
export const howManySeeds = lesson({
  id: 'how-many-seeds',
  title: { en: 'How many seeds?', 'zh-Hans': '需要几个随机种子' },
  minutes: 12,
  plan: {
    en: 'Goal: one run is an anecdote. 2 min: the number, with a coin on the table. 5 min: the sketch; ask what the y axis would have to be for a difference of 0.5 standard deviations to be seen. 5 min: run any preset with 3 seeds and read what the headline says; add seeds until it decides.',
    'zh-Hans':
      '目标：一次运行只是个例。2 分钟：填数，可拿一枚硬币演示。5 分钟：画图；问要看出 0.5 个标准差的差别，区间要窄到多少。5 分钟：用 3 个随机种子运行任一预设，读标题怎么说；再增加随机种子，直到能判定。',
  },
  pages: [
    {
      title: { en: 'Luck', 'zh-Hans': '运气' },
      text: {
        en: 'Two output layers that are exactly alike meet on 3 paired seeds. Each seed is as good as a coin.',
        'zh-Hans': '两组完全相同，在 3 个配对的随机种子上相遇。每个种子就像抛一次硬币。',
      },
      question: {
        kind: 'number',
        ask: {
          en: 'How likely is it that one of them wins all three? (a number from 0 to 1)',
          'zh-Hans': '其中一组三次全胜的概率是多少？（0 到 1 之间）',
        },
        answer: 0.25,
        tolerance: 0.005,
        why: {
          en: '`2 · (1/2)³ = 0.25`: in one experiment of four, three seeds agree by luck alone.',
          'zh-Hans': '`2 · (1/2)³ = 0.25`：每四次实验就有一次，三个种子只凭运气就一致。',
        },
      },
    },
    {
      title: { en: 'How wide is the interval?', 'zh-Hans': '区间有多宽？' },
      text: {
        en: 'The mean of `n` differences has a 95 % interval. Sketch its half-width, in standard deviations of the differences, against `n`.',
        'zh-Hans': '`n` 个差的均值有一个 95 % 区间。画出它的半宽（以差的标准差为单位）随 `n` 的变化。',
      },
      question: sketch({
        x: { label: { en: 'number of seeds n', 'zh-Hans': '随机种子数 n' }, low: 2, high: 20 },
        y: {
          label: { en: 'half-width in standard deviations', 'zh-Hans': '半宽（标准差）' },
          low: 0,
          high: 9,
        },
        curve: { kind: 'points', points: halfWidths },
        why: {
          en: 'From 2 seeds to 6 it falls from 9 to 1; from there on it takes four times the seeds to halve it.',
          'zh-Hans': '从 2 个种子到 6 个，半宽从 9 降到 1；此后要减半，种子得增加到四倍。',
        },
      }),
    },
    {
      title: { en: 'Why pairs?', 'zh-Hans': '为什么要配对？' },
      text: {
        en: 'Runs of one seed share initial weights and the order of the text.',
        'zh-Hans': '同一种子的各次运行，初始权重和文本顺序都相同。',
      },
      show: { tab: 'convergence', card: 'convergence' },
      question: {
        kind: 'choose',
        ask: { en: 'What does that help?', 'zh-Hans': '这有什么好处？' },
        choices: [
          { en: 'It makes every run better', 'zh-Hans': '每次运行都更好' },
          {
            en: 'What the seed does to both falls out of their difference',
            'zh-Hans': '种子对两者的共同影响在差里抵消',
          },
          { en: 'It saves time', 'zh-Hans': '节省时间' },
        ],
        answer: 1,
        why: {
          en: 'An easy seed is easy for both output layers. The difference varies less than the runs, so fewer seeds are needed.',
          'zh-Hans': '容易的种子对两组都容易。差的波动比单次运行小，所以需要的种子更少。',
        },
      },
    },
  ],
});
