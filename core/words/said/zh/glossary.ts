import type { Catalogue } from '../say.ts';

/** 词汇表与键盘快捷键，按原文查找。 */
export const glossary = {
  'activation with its loss': '激活函数及其损失函数',
  'The last layer of the network: how it turns its numbers into a guess at the next character, and how a wrong guess is charged.':
    '网络的最后一层：怎样把它的数变成对下一个字符的猜测，以及猜错怎样计价。',
  compared: '比较对象',
  arms: '各比较项',
  'The output layers that learn side by side, each with its learning rate; all else about them is equal.':
    '并排学习的输出层，各有自己的学习率；其余完全相同。',
  seed: '种子',
  'paired seeds': '配对种子',
  'The number that chance is drawn from. All output layers start from the same weights and read in the same order under one seed, so a difference between them is due to the layer.':
    '随机性由此数而来。同一种子下，各输出层从相同的权重开始，按相同的顺序读取，因此它们的差别出自输出层。',
  run: '运行',
  'One output layer trained from one seed.': '用一个种子训练一个输出层。',
  step: '步',
  'parameter update': '参数更新',
  'The network reads a batch of short pieces of the text and moves its weights once.':
    '网络读取一批短文本段，并移动一次权重。',
  optimiser: '优化器',
  'SGD, momentum, Adagrad, RMSprop, Adam': 'SGD、动量、Adagrad、RMSprop、Adam',
  'The rule by which a gradient moves the weights: plainly, with a memory, or each weight at a pace of its own.':
    '梯度移动权重的规则：直接移动、带记忆，或每个权重各有快慢。',
  'step size': '步长',
  'How far the weights move in a step. Too small learns slowly, too large breaks off.':
    '每一步权重移动多远。太小学得慢，太大则中断。',
  'tuned learning rate per arm': '逐项调得的学习率',
  'Each output layer learns at the rate that did best in short trials on the tuning part of the text. Rates between those tried may be better, and a longer run may want another one.':
    '每个输出层采用在文本调参部分的短试验中最好的学习率。所试之间的值可能更好，更长的运行也可能需要别的值。',
  'own loss': '自己的损失',
  'E, the objective': 'E，目标函数',
  'What an output layer makes small while it learns. Layers count it in units of their own, so it compares nothing between them.':
    '输出层在学习中减小的量。各输出层用自己的单位，因此不能互相比较。',
  score: '分数',
  yardstick: '指标',
  'A measure that means the same for every output layer: bits a character, accuracy, top-5 accuracy, Brier score.':
    '对各输出层含义相同的量：每字符比特数、准确率、前五准确率、Brier 分数。',
  'bits a character': '每字符比特数',
  'bits per character, cross-entropy in base 2': '每字符比特数，以 2 为底的交叉熵',
  'How many yes-or-no questions the next character still leaves open on average. 0 is certainty, log₂ V is pure guessing among V characters; lower is better.':
    '下一个字符平均还剩多少个是非问题。0 为确定，log₂ V 为在 V 个字符中均匀猜测；越低越好。',
  'The share of characters that were the first guess; higher is better.': '首选猜中的字符的比例；越高越好。',
  'The squared distance between the guessed probabilities and what came, from 0 to 2; lower is better.':
    '所猜概率与实际结果之差的平方和，从 0 到 2；越低越好。',
  'test set': '测试集',
  'The part of the text that nobody learns from. Every reported score is taken on it.':
    '谁都不学的那部分文本。报告的每个分数都取自它。',
  'tuning part': '调参部分',
  'validation set': '验证集',
  'The part of the text on which learning rates are chosen, so that nothing is chosen on what is reported.':
    '用来选择学习率的那部分文本，因此没有任何选择以所报告的内容为据。',
  'time to target': '达到目标的时间',
  'A score of your choice: how many steps each output layer takes to come to it.':
    '自选的分数：每个输出层需要多少步达到。',
  verdict: '结论',
  'paired test with correction for all pairs': '对全部配对作校正的配对检验',
  'Whether a difference is more than chance. It takes six seeds at least; before that the lab says who is ahead so far.':
    '差异是否超出偶然。至少需要六个种子；在此之前实验室只说目前谁领先。',
  't test, sign-flip test': 't 检验、符号翻转检验',
  'paired tests': '配对检验',
  'How often chance alone would give a difference like this one: by the spread over seeds (t), or by turning signs of the differences of seeds (sign-flip).':
    '仅凭偶然出现这样的差异有多常见：由各种子的离散程度（t），或由翻转各种子差值的符号（符号翻转）得出。',
  'Holm’s correction': 'Holm 校正',
  'Holm, family-wise error': 'Holm，族错误率',
  'Among many pairs one differs by chance; so each has to differ more clearly the more of them are tested.':
    '配对一多，总有一对碰巧不同；因此检验的配对越多，每一对须相差越明显。',
  'The last step at which all compared runs were scored: only there are they compared.':
    '所有被比较的运行都计过分的最后一步：只在那里比较。',
  equivalence: '等效',
  'The difference is surely smaller than the smallest one that matters.': '差异确定小于有意义的最小差异。',
  'error signal δ': '误差信号 δ',
  'What the output layer sends back into the network: in which direction, and how strongly, its inputs z should move.':
    '输出层传回网络的量：它的输入 z 应朝哪个方向、以多大力度移动。',
  'canonical link': '典则连接',
  'Loss and activation fit each other: the slope of the activation cancels, and δ is the plain difference y − t.':
    '损失函数与激活函数相配：激活函数的斜率消去，δ 就是差 y − t。',
  mismatched: '不匹配',
  'Loss and activation do not fit: the slope of the activation stays a factor of δ, and where it is small the network hardly learns.':
    '损失函数与激活函数不相配：激活函数的斜率仍是 δ 的因子，斜率小处网络几乎学不动。',
  'y and t': 'y 与 t',
  'output and target': '输出与目标',
  'The guess of the network for each character, and what it should have been: 1 for the one that came, 0 for all others.':
    '网络对每个字符的猜测，以及应有的值：出现的字符为 1，其余为 0。',
  saturated: '饱和',
  'vanishing slope': '斜率消失',
  'An output so near its end that its slope is almost 0: it can hardly learn from its mistakes.':
    '输出太接近端点，斜率几乎为 0：很难从错误中学习。',
  clipped: '被裁剪',
  'gradient clipping': '梯度裁剪',
  'A step whose gradient was too long and was shortened before the weights moved.':
    '梯度过长、在权重移动之前被缩短的一步。',
  'read as sigmoid, softmax, cut off at 0': '读作 sigmoid、softmax、在 0 处截去',
  'reading of the output as probabilities': '把输出读作概率',
  'How outputs become the probabilities that are scored: as they are (softmax), divided by their sum (sigmoid), or with what is below 0 set to 0 first (cut off at 0; “clipped” on the command line).':
    '输出怎样成为计分的概率：原样（softmax）、除以总和（sigmoid），或先把小于 0 的设为 0（在 0 处截去；命令行中为 clipped）。',
  'simple models': '简单模型',
  'uniform, unigram, bigram baselines': '均匀、一元、二元基线',
  'What pure guessing, counting letters and counting pairs of letters reach: the dotted lines that a network should beat.':
    '均匀猜测、数字符与数字符对所达到的水平：网络应当胜过的点线。',
  'entropy rate': '熵率',
  'What the best possible model of a made text would reach; known for built-in texts only.':
    '生成文本的理论最优模型所能达到的值；只有内置文本才知道。',
  band: '色带',
  '95 % t interval of the mean': '均值的 95 % t 区间',
  'Where the mean over all possible seeds probably lies. Wide bands mean: more seeds are needed.':
    '对所有可能种子的均值大概所在之处。色带宽表示需要更多种子。',
  Anywhere: '任何地方',
  'Present: one large card at a time': '展示：每次一张大图',
  'Next part of the window: top bar, settings, results; Shift+F6 goes back':
    '窗口的下一部分：顶栏、设置、结果；Shift+F6 返回',
  'Close; settings too, where they lie above the results': '关闭；设置遮在结果上时也关闭设置',
  'Back to the tab or screen before; Alt+→ goes forward again': '返回上一个标签页或画面；Alt+→ 再向前',
  'Undo a change of the experiment': '撤销对实验的一次修改',
  'Redo it': '重做',
  'Open a copied link to an experiment': '打开复制的实验链接',
  'Top bar and lists of tabs': '顶栏与标签页',
  'Button or tab before, next': '前一个、后一个按钮或标签页',
  'First, last': '第一个、最后一个',
  Presenting: '展示',
  'Next card, card before': '后一张、前一张',
  Charts: '图',
  'Zoom in, out': '放大、缩小',
  'Move; with Shift narrow or widen one axis': '移动；加 Shift 收窄或放宽一个轴',
  'On the reading line: from value to value': '在读数线上：逐个数值',
  'On the target: move it': '在目标线上：移动它',
  'Menus and dialogs': '菜单与对话框',
  'Open a menu; then from entry to entry': '打开菜单；然后逐项移动',
} satisfies Catalogue;
