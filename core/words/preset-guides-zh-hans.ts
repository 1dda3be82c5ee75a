import {
  control,
  curve,
  derivation,
  flow,
  line,
  maps,
  run,
  signal,
  to,
  training,
  type guideWords,
} from './preset-guides.ts';
import type { PresetWords } from './en.ts';

/** Names and questions of the ready experiments, and the lines that lead through them. */
export const presetsZhHans: PresetWords = {
  'sigma-cancels': {
    label: 'σ′ 消去',
    question: '为什么 sigmoid + 交叉熵能从饱和的输出中学习，而 sigmoid + 平方误差不能？',
    lines: [
      line`大多数输出一开始就饱和：sigmoid + 平方误差的 ${to('δ', maps)} 只有对方的约二十分之一。`,
      line`按 ${run}：两者从同一组权重开始学习。`,
      line`平方误差那一个${to('停在原处', curve)}，梯度逐渐消失：${to('为什么 σ′ 在另一个里消去', derivation('dEdz'))}。`,
    ],
  },
  'stuck-at-uniform': {
    label: 'softmax + 平方误差在起点卡住',
    question: '为什么 softmax + 平方误差在开始时几乎不动，而 softmax + 交叉熵能学？',
    lines: [
      line`全部 V = 64 个输出开始时大致相等：softmax + 平方误差的 ${to('δ', maps)} 是对方的 1/V。`,
      line`按 ${run}：两者用普通 SGD 和同一个学习率学习。`,
      line`平方误差那一个${to('几乎没有离开 log₂ V = 6 比特', curve)}。试试用 Adagrad 作${to('优化器', control('optimizer', 'model'))}，它会除以过去的梯度：这样它就能动了。`,
    ],
  },
  'bad-linear-cross-entropy': {
    label: '不合适的一对：线性 + 交叉熵',
    question: '线性输出可能离开 (0, 1)，这时交叉熵会怎样？',
    lines: [
      line`线性输出会离开 (0, 1)，那里交叉熵没有定义：加上截断后，${to('|δ|', signal)} 达到 1 000。`,
      line`按 ${run}：三者用同一个学习率。`,
      line`它${to('最终落后于另外两个', curve)}：${to('它的每一步都被裁剪', training)}。`,
    ],
  },
  'vanishing-gradient': {
    label: '梯度消失',
    question: '当 Whh 的初值很小时，梯度能传回多远？',
    lines: [
      line`Whh 的初值很小：${to('梯度', flow)}每往回一个时刻就缩小到大约七分之一。`,
      line`按 ${run}：两种损失，同一个网络。`,
      line`Whh 变大了，两种损失下${to('梯度都能传回得更远', flow)}：${to('δ 之后的链对两者相同', derivation('dEdh'))}。`,
    ],
  },
  'exploding-gradient': {
    label: '梯度爆炸',
    question: '当梯度每往回一个时刻都变大时，裁剪有什么作用？',
    lines: [
      line`Whh 的初值很大：${to('梯度', flow)}往回 20 个时刻会增大几百或几千倍。`,
      line`按 ${run}：长度超过 5 的梯度都被裁剪到 5。`,
      line`对大多数随机种子，softmax + 交叉熵${to('仍然能学', curve)}。关掉${to('裁剪', control('clipping', 'model'))}再运行一次：它学到的少得多。`,
    ],
  },
};

export const guideZhHans = {
  changed: '你改动了文本、模型或学习率：关于这个实验的说明不一定仍然成立。',
  again: '重新设置',
  againHint: '恢复这个现成实验，连同它的文本、模型和学习率',
  back: '回到我的实验',
  backHint: '之前设置的实验；若结果已保存，则连同结果',
  whole: '全部三行',
  wholeHint: '先看什么，按什么，然后看什么',
  less: '收起',
  close: '关闭引导；可在“现成实验”中再次打开',
  backChange: '回到我的实验',
} satisfies typeof guideWords;
