import type { TextNeeded } from '../corpora/text-needed.ts';
import { counted, grouped } from './number-format.ts';
import { whySix, whySixZhHans } from './why-seeds.ts';

const seedsOf = (seeds: number) => (seeds === 1 ? '1 more seed' : `${seeds} more seeds`);

/** The bar at the top, and the names of the parts at the left. */
export const barEn = {
  parts: {
    text: { title: 'Text', hint: 'The text that is learned, and which part of it is held out.' },
    layers: {
      title: 'Compared',
      hint: 'The output layers that learn side by side, each with its loss and learning rate.',
    },
    rates: {
      title: 'Learning rates',
      hint: 'How the learning rates are chosen: one for all, or the best for each.',
    },
    model: {
      title: 'Model',
      hint: 'The network, how long it learns, and how the comparison is planned.',
    },
  },
  fold: { open: 'Click to open it.', close: 'Click to fold it away.' },
  library: { label: 'Library', hint: 'Every experiment that was trained here' },
  step: { label: 'Step', hint: 'One step of every run', ended: 'Training has ended. Reset to train again.' },
  stop: { label: 'Stop', hint: 'End training and keep what there is' },
  reset: { label: 'Reset', hint: 'Back to step 0; results stay in the library' },
  files: {
    label: 'Open / Export',
    hint: 'Opens a kept experiment or report; writes reports, tables and networks to files',
  },
  /** How far the lab is, in the bar at the top. Figures come as they are shown. */
  progress: {
    label: 'Training',
    noText: 'no text yet',
    ready: 'ready',
    tooShort: 'the text is too short',
    invalid: 'a field has no valid value yet',
    runs: (runs: string, steps: number) => `${runs} runs of ${counted(steps, 'step')}`,
    step: (at: string, of: string) => `step ${at} / ${of}`,
    lost: 'connection lost',
    phases: { paused: 'paused', finished: 'finished', stopped: 'stopped', running: 'running' },
    rate: (rate: string) => `${rate} chars/s`,
    search: 'quick search',
    searchRound: (round: string) => `quick search: ${round}`,
    adding: (first: number, last: number, share: number) =>
      `adding ${first === last ? `seed ${first}` : `seeds ${first}–${last}`} · ${share} %`,
    left: (time: string) => `${time} left`,
    usefulWork: (work: string, precision: string) =>
      `${work} of useful work in ${precision}, all threads together`,
  },
  /** What a part of the panel that is folded away would show. */
  brief: {
    layers: (layers: number) => counted(layers, 'output layer'),
    rates: {
      same: 'the same for all',
      'best per arm': 'best for each',
      'set per arm': 'set for each',
      'norm-matched': 'norm-matched',
    },
    model: (units: string, steps: number) => `${units} units · ${counted(steps, 'step')}`,
  },
  settings: 'Settings of the experiment',
  lost: 'The connection to the lab is lost.',
  noText: 'There is no text yet.',
  next: {
    pause: { label: 'Pause', hint: 'Holds what is under way; nothing is lost.' },
    resume: { label: 'Resume', hint: 'Training goes on where it was.' },
    resumeSearch: { label: 'Resume', hint: 'The search goes on where it was.' },
    longerText: ({ part, has, needs, length }: TextNeeded) => ({
      label: 'A longer text is needed',
      hint:
        part === 'training'
          ? `The training part has ${grouped(has)} of the ${grouped(needs)} characters that a step of T = ${length} needs: take a longer text, or a shorter sequence length T.`
          : `The held-out part has ${grouped(has)} of the ${needs} characters that a prediction needs: take a longer text, or hold out a larger share.`,
    }),
    run: { label: 'Run', hint: 'Trains every output layer on the text.' },
    goOn: { label: 'Go on', hint: 'Takes the stopped runs up again where they were.' },
    again: {
      label: 'Run again',
      hint: 'Back to step 0, and trains anew; what is kept stays in the library.',
    },
    findRates: {
      label: 'Find the best rate for each',
      hint: 'One rate for all favours some losses: looks for the best rate of each, and trains anew at these.',
    },
    moreSeeds: (seeds: number, all: number) => ({
      label: `Run ${seedsOf(seeds)}`,
      hint: `A verdict takes ${all} paired seeds; those that are there stay, and the record says that these came later. ${whySix}.`,
    }),
    untilDecided: (most: number) => ({
      label: 'Add seeds until decided',
      hint: `One paired seed after the other until every pair is decided, ${most} in all at most.`,
    }),
  },
};

export type BarWords = typeof barEn;

export const barZhHans: BarWords = {
  parts: {
    text: { title: '文本', hint: '所学的文本，以及其中留出的部分。' },
    layers: { title: '比较对象', hint: '并排学习的输出层，各有自己的损失函数和学习率。' },
    rates: { title: '学习率', hint: '学习率怎样选取：所有输出层相同，或各取最佳。' },
    model: { title: '模型', hint: '网络、训练多久，以及比较怎样计划。' },
  },
  fold: { open: '点击展开。', close: '点击收起。' },
  library: { label: '实验库', hint: '在这里训练过的所有实验' },
  step: { label: '单步', hint: '每次运行各走一步', ended: '训练已结束。重置后可重新训练。' },
  stop: { label: '停止', hint: '结束训练，保留已有结果' },
  reset: { label: '重置', hint: '回到第 0 步；结果留在实验库中' },
  files: { label: '打开 / 导出', hint: '打开已保存的实验或报告；把报告、表格和网络写入文件' },
  progress: {
    label: '训练',
    noText: '还没有文本',
    ready: '就绪',
    tooShort: '文本太短',
    invalid: '有一个字段还没有有效值',
    runs: (runs, steps) => `${runs} 次运行，每次 ${grouped(steps)} 步`,
    step: (at, of) => `第 ${at} / ${of} 步`,
    lost: '连接已断开',
    phases: { paused: '已暂停', finished: '已完成', stopped: '已停止', running: '训练中' },
    rate: (rate) => `每秒 ${rate} 字符`,
    search: '快速搜索',
    searchRound: (round) => `快速搜索：${round}`,
    adding: (first, last, share) =>
      `正在增加种子 ${first === last ? first : `${first}–${last}`} · ${share} %`,
    left: (time) => `剩余 ${time}`,
    usefulWork: (work, precision) => `有效运算 ${work}，${precision}，所有线程合计`,
  },
  brief: {
    layers: (layers) => `${grouped(layers)} 个输出层`,
    rates: {
      same: '全部相同',
      'best per arm': '各取最佳',
      'set per arm': '逐个设定',
      'norm-matched': '按范数匹配',
    },
    model: (units, steps) => `${units} 个单元 · ${grouped(steps)} 步`,
  },
  settings: '实验的设置',
  lost: '与实验室的连接已断开。',
  noText: '还没有文本。',
  next: {
    pause: { label: '暂停', hint: '暂停正在进行的工作；不会丢失任何内容。' },
    resume: { label: '继续', hint: '从暂停处继续训练。' },
    resumeSearch: { label: '继续', hint: '从暂停处继续搜索学习率。' },
    longerText: ({ part, has, needs, length }) => ({
      label: '需要更长的文本',
      hint:
        part === 'training'
          ? `训练部分有 ${grouped(has)} 个字符，T = ${length} 的一步需要 ${grouped(needs)} 个：请用更长的文本，或更短的序列长度 T。`
          : `留出部分有 ${grouped(has)} 个字符，一次预测需要 ${needs} 个：请用更长的文本，或留出更大的比例。`,
    }),
    run: { label: '运行', hint: '用这段文本训练每个输出层。' },
    goOn: { label: '继续训练', hint: '从停止处继续各次运行。' },
    again: { label: '重新运行', hint: '回到第 0 步重新训练；已保存的仍在实验库中。' },
    findRates: {
      label: '为每个输出层找最佳学习率',
      hint: '统一的学习率对某些损失函数有利：先找出各自的最佳学习率，再重新训练。',
    },
    moreSeeds: (seeds, all) => ({
      label: `再运行 ${seeds} 个种子`,
      hint: `下结论需要 ${all} 个配对种子；已有的保留，记录会注明这些是后来增加的。${whySixZhHans}`,
    }),
    untilDecided: (most) => ({
      label: '增加种子直到有定论',
      hint: `逐个增加配对种子，直到每一对都有定论，总共至多 ${most} 个。`,
    }),
  },
};
