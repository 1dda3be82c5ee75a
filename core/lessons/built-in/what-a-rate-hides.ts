import { lesson, sketch } from './skeleton.ts';

const grid = Array.from({ length: 31 }, (_, k) => k / 10);

/** What a learning rate hides: a shared rate decides a comparison. */
export const whatARateHides = lesson({
  id: 'what-a-rate-hides',
  title: { en: 'What a rate hides', 'zh-Hans': '学习率掩盖了什么' },
  minutes: 12,
  plan: {
    en: 'Goal: losses have scales, so one learning rate for all decides who wins. 3 min: the choice. 4 min: the sketch; let the class find the two rates at which nothing happens at all. 5 min: a sweep on the projector with few steps; read the best rate of each output layer from it and run again with the policy “the best for each”.',
    'zh-Hans':
      '目标：损失函数的尺度不同，所有组共用一个学习率，就等于由它决定胜负。3 分钟：选择题。4 分钟：画图；请学生找出毫无进展的两个学习率。5 分钟：投影一次步数较少的学习率扫描，读出每个输出层的最佳学习率，再按“各取最佳”重新运行。',
  },
  pages: [
    {
      title: { en: 'Twice the loss', 'zh-Hans': '两倍的损失' },
      text: {
        en: 'Multiply a loss by 2 and keep the learning rate `η`. With plain gradient descent every step is twice as long.',
        'zh-Hans': '把损失乘以 2，学习率 `η` 不变。用普通梯度下降时，每一步都长一倍。',
      },
      question: {
        kind: 'choose',
        ask: { en: 'Is it a better loss?', 'zh-Hans': '它是更好的损失函数吗？' },
        choices: [
          { en: 'Yes: it learns faster', 'zh-Hans': '是：学得更快' },
          {
            en: 'Nobody can tell: half the rate gives the same run',
            'zh-Hans': '无法判断：学习率减半，过程完全相同',
          },
          { en: 'No: it is worse', 'zh-Hans': '不是：更差' },
        ],
        answer: 1,
        why: {
          en: 'Only `η` times the gradient counts. A comparison at one shared rate compares scales as much as losses.',
          'zh-Hans': '起作用的只是 `η` 与梯度的乘积。共用一个学习率的比较，既比损失函数，也比尺度。',
        },
      },
    },
    {
      title: { en: 'One weight, one bowl', 'zh-Hans': '一个权重，一个碗' },
      text: {
        en: 'Let `E = w²/2`. A step takes `w` to `w − η w`. Sketch by what factor `|w|` changes in one step, against `η`.',
        'zh-Hans':
          '设 `E = w²/2`。一步把 `w` 变为 `w − η w`。画出一步之后 `|w|` 变为原来的多少倍，横轴为 `η`。',
      },
      question: sketch({
        x: { label: { en: 'learning rate η', 'zh-Hans': '学习率 η' }, low: 0, high: 3 },
        y: { label: { en: 'factor of |w|', 'zh-Hans': '|w| 的倍数' }, low: 0, high: 2.2 },
        curve: { kind: 'points', points: grid.map((rate): [number, number] => [rate, Math.abs(1 - rate)]) },
        why: {
          en: 'It is `|1 − η|`: nothing happens at 0, it arrives in one step at 1, it jumps to and fro at 2, and beyond 2 it runs away.',
          'zh-Hans': '它是 `|1 − η|`：0 时不动，1 时一步到位，2 时来回跳，超过 2 就发散。',
        },
      }),
    },
    {
      title: { en: 'Steeper', 'zh-Hans': '更陡一些' },
      text: {
        en: 'Now the loss is four times as steep: `E = 4 w²/2`, as another loss at the same weights may be.',
        'zh-Hans': '现在损失陡了四倍：`E = 4 w²/2`，同一组权重下的另一种损失函数就可能这样。',
      },
      question: {
        kind: 'number',
        ask: {
          en: 'Beyond which learning rate does it run away?',
          'zh-Hans': '学习率超过多少就会发散？',
        },
        answer: 0.5,
        tolerance: 0.001,
        why: {
          en: '`|1 − 4 η| > 1` beyond `η = 0.5`. A rate of 1, the best for the first bowl, ruins the second.',
          'zh-Hans': '`η > 0.5` 时 `|1 − 4 η| > 1`。对第一个碗最好的学习率 1，会毁掉第二个。',
        },
      },
    },
    {
      title: { en: 'A fair comparison', 'zh-Hans': '公平的比较' },
      text: {
        en: 'The sweep tries every output layer at every rate of one grid, on seeds of its own. Compare each at its best.',
        'zh-Hans': '学习率扫描让每个输出层试遍同一网格上的学习率，并使用单独的随机种子。然后各取最佳再比较。',
      },
      show: { tab: 'sweep' },
    },
  ],
});
