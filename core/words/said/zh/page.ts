import type { Catalogue } from '../say.ts';

/** 页面：标题、摘要、表格、附录，以及 Markdown 与多个实验的报告。 */
export const page = {
  'output layer': '输出层',
  'Output layer': '输出层',
  seeds: '种子',
  mean: '均值',
  none: '无',
  first: '首步',
  median: '中位数',
  last: '末步',
  'loss E': '损失 E',
  'clamp ε': '钳制 ε',
  'steps clipped': '被裁剪的步',
  'read as': '读作',
  'cut off at 0': '在 0 处截去',
  'Loss Lab comparison report': 'Loss Lab 比较报告',
  '{0} – Loss Lab report': '{0} – Loss Lab 报告',
  'This question was written after the results were there.': '这个问题写于结果出来之后。',
  'The question was removed after the results were there; before them it was “{0}”.':
    '问题在结果出来之后被删去；此前是“{0}”。',
  'This question was changed after the results were there; before them it was “{0}”.':
    '这个问题在结果出来之后改过；此前是“{0}”。',
  Abstract: '摘要',
  Yardstick: '指标',
  '{0} on held-out text': '留出文本上的{0}',
  Text: '文本',
  '{0}, {1} characters, V = {2}': '{0}，{1} 个字符，V = {2}',
  Network: '网络',
  'one tanh layer, H = {0}, {1} parameters': '单个 tanh 层，H = {0}，{1} 个参数',
  '{0}, {1} characters ({2})': '{0}，{1} 个字符（{2}）',
  '{0} of the training text': '训练文本的 {0}',
  '{0} times the training text': '训练文本的 {0} 倍',
  Rates: '学习率',
  '{0} for each output layer, none lost': '每个输出层 {0}，无一损失',
  '{0} for each output layer, {1} of {2} runs diverged or failed':
    '每个输出层 {0}，{2} 次运行中 {1} 次发散或失败',
  'All {0} pairs are decided.': '全部 {0} 对都有结论。',
  '{0} of {1} pairs are decided.': '{1} 对中有 {0} 对有结论。',
  'Which output layer and loss reaches the best {0} on held-out text after {1} steps?':
    '{1} 步之后，哪种输出层与损失在留出文本上的{0}最好？',
  '<strong>Partial.</strong> {0} of the planned steps were done when this was written.':
    '<strong>部分结果。</strong>写成时完成了计划步数的 {0}。',
  'The rule is in <a href="#verdict-rule">Methods</a>.': '规则见<a href="#verdict-rule">方法</a>。',
  Methods: '方法',
  Results: '结果',
  'What was not controlled': '未加控制的因素',
  Appendix: '附录',
  'Every run': '每次运行',
  'Table {0}.': '表 {0}.',
  'else as in Figure {0}': '其余同图 {0}',
  'else as in Figures {0}': '其余同图 {0}',
  'Figure {0}.': '图 {0}.',
  '{0} core': '{0} 核',
  '{0}, {1} at step {2}': '{0}，第 {2} 步为 {1}',
  'Layers of this experiment’s own': '本实验自带的输出层',
  'Warning.': '警告。',
  'Speed of training': '训练速度',
  'What the networks write': '网络写出的文本',
  Machine: '机器',
  '{0}, {1}, {2} GiB of memory': '{0}，{1}，{2} GiB 内存',
  'How to cite': '如何引用',
  'How to repeat': '如何重现',
  'Last text drawn from one seed of each output layer, temperature 1, with the same random numbers for all.':
    '每个输出层取一个种子最后采样的文本，温度 1，各输出层用相同的随机数。',
  '<b>{0}</b>, seed {1}, step {2}': '<b>{0}</b>，种子 {1}，第 {2} 步',
  '<b>{0}</b>: no text was drawn': '<b>{0}</b>：没有采样文本',
  Processor: '处理器',
  'Report by': '报告由',
  'Report by Loss Lab {0}': '报告由 Loss Lab {0} 生成',
  Arithmetic: '运算',
  'Bits per character, seed by seed. Values of one column are paired.':
    '逐种子的每字符比特数。同一列的值是配对的。',
  'Global gradient norm before clipping: first and last step averaged over seeds, median over the steps on record of all seeds; how outputs are read as probabilities, and how often one was cut off at 0 for it.':
    '裁剪之前的全局梯度范数：首步与末步对种子取均值，中位数取自全部种子有记录的各步；输出怎样读作概率，以及为此在 0 处截去的频率。',
  'Own losses': '各输出层自己的损失',
  'Each output layer minimises a quantity of its own; they have axes of their own and cannot be compared.':
    '每个输出层最小化的量各不相同；它们各有坐标轴，不能互相比较。',
  'The report’s SHA-256 is over the content of report.json, which holds every value of this page.':
    '报告的 SHA-256 取自 report.json 的内容，其中有本页的全部数值。',
  'The report’s SHA-256 is over the content of report.json, which holds every value of this page but those of the derivation.':
    '报告的 SHA-256 取自 report.json 的内容，其中有本页除推导之外的全部数值。',
  'not reached': '未达到',
  'Early ends': '提前结束',
  Standing: '名次',
  'Standing at step {0}': '第 {0} 步的名次',
  'Learning rates': '学习率',
  'Robustness repeat': '稳健性重复',
  'Runs that did not end well': '未能正常结束的运行',
  '{0} of {1}': '{0} / {1}',
  '{0} diverged': '{0} 个发散',
  '{0} failed': '{0} 个失败',
  '{0}, seed {1} diverged at step {2}: {3} was not finite, at η = {4}.':
    '{0}，种子 {1} 在第 {2} 步发散：{3} 不是有限值，η = {4}。',
  'Last evaluation: {0} at step {1}.': '最后一次评估：第 {1} 步为 {0}。',
  'It was never evaluated with finite values.': '从未有过有限值的评估。',
  '{0}, seed {1} failed: {2}': '{0}，种子 {1} 失败：{2}',
  'in {0} of {1} seeds': '{1} 个种子中的 {0} 个',
  'steps to {0}': '达到 {0} 的步数',
  'Mean over seeds ± half of its 95 % t interval; best mean of a column in bold.':
    '对种子的均值 ± 其 95 % t 区间的一半；每列最好的均值用粗体。',
  'An output layer with diverged seeds where another has none has no best mean.':
    '若其他输出层没有发散种子而某输出层有，则该输出层不算均值最好。',
  'Below the output layers: what guesses and simple models of the training text reach on the same characters.':
    '各输出层之下：猜测与训练文本的简单模型在相同字符上达到的值。',
  'Steps to {0}: first evaluation with {1} of that or less, the mean over seeds (range).':
    '达到 {0} 的步数：{1}首次不高于该值的评估，各种子的均值（范围）。',
  'Steps to {0}: first evaluation with {1} of that or more, the mean over seeds (range).':
    '达到 {0} 的步数：{1}首次不低于该值的评估，各种子的均值（范围）。',
  'It is what the best guess or simple model reaches.': '该值是最好的猜测或简单模型所达到的。',
  'experiment.json is in the archive of this report, and in the folder of the comparison.':
    'experiment.json 在本报告的归档中，也在比较的文件夹中。',
  'lower is better': '越低越好',
  'higher is better': '越高越好',
  'Differences and verdicts': '差异与结论',
  'Over training': '训练过程',
  'training per run': '每次运行的训练时间',
  'characters / s': '字符 / 秒',
  'slowest … fastest seed': '最慢 … 最快的种子',
  'Characters per second of one run, the median over seeds.': '一次运行每秒的字符数，取种子的中位数。',
  'The seconds of a run count its steps only: evaluations, samples, pauses and the turns of other runs take no part.':
    '运行的秒数只计训练步：评估、采样、暂停与其他运行的时段都不计入。',
  'GFLOP/s count useful work, 6H² + 6HV = {0} operations per character.':
    'GFLOP/s 计有用的运算，每字符 6H² + 6HV = {0} 次。',
  '{0} (lower is better)': '{0}（越低越好）',
  '{0} (higher is better)': '{0}（越高越好）',
  '{0}, interval {1} to {2}': '{0}，区间 {1} 至 {2}',
  'back to the table': '回到表格',
  'Of {0} output layers: the leader against every other one, and neighbours in the order; all pairs are in report.json.':
    '共 {0} 个输出层：领先者对其他每个输出层，以及名次相邻的输出层；全部输出层对见 report.json。',
  'Is the first output layer better than the second? Right of zero it is, on every yardstick.':
    '前者是否优于后者？在零的右侧即是，对每个指标都如此。',
  'Bar: mean advantage with its 95 % t interval, the dot in the colour of the output layer ahead; small dots: each seed; grey, at zero: differences too small to matter ({0}).':
    '横线：平均优势及其 95 % t 区间，圆点取领先者的颜色；小点：各个种子；零处的灰色：小到无意义的差异（{0}）。',
  'first <span class="soft">over</span> second': '前者<span class="soft">对</span>后者',
  'decides;': '决定性；',
  saved: '节省',
  gained: '增加',
  'The numbers behind the verdicts: {0}.': '结论背后的数字：{0}。',
  'The pairs of that table.': '各对同该表。',
  'The output layers. δ is what goes back into the network at each step; it is <i>matched</i> where δ = y − t. Steps clipped: share of all training steps whose gradient was cut.':
    '各输出层。δ 是每一步返回网络的误差；δ = y − t 时称为<i>匹配</i>。被裁剪的步：梯度被裁剪的训练步所占的比例。',
  '({0} in {1})': '（{1}：{0}）',
  '<b>Verdict rule.</b> Seeds were added after looking, so an e-process judges: <i>better</i>: it has reached its bound, no more diverged seeds than the other output layer, and a mean difference above the smallest that matters{0}. It never says practically equal; else <i>not decided</i>.':
    '<b>结论规则。</b>种子是在查看之后增加的，因此由 e 过程判定：<i>更好</i>：它已达到界限，发散种子不多于另一输出层，且平均差异大于有意义的最小差异{0}。它从不判定实际相等；否则<i>尚无定论</i>。',
  '<b>Verdict rule.</b> <i>Better</i>: 6 paired seeds at least, no more diverged seeds than the other output layer, paired t test p &lt; 0.05 after Holm’s correction over the pairs of the yardstick, sign-flip test p &lt; 0.05, and a mean difference above the smallest that matters{0}. <i>Practically equal</i>: no diverged seed in either, and the 95 % t interval inside that. Else <i>not decided</i>.':
    '<b>结论规则。</b><i>更好</i>：至少 6 个配对种子，发散种子不多于另一输出层，配对 t 检验在该指标的各对之间经 Holm 校正后 p &lt; 0.05，符号翻转检验 p &lt; 0.05，且平均差异大于有意义的最小差异{0}。<i>实际相等</i>：两者都没有发散种子，且 95 % t 区间落在该差异之内。否则<i>尚无定论</i>。',
  'Comparison of {0} on {1}': '在 {1} 上比较 {0}',
  '{0} output layer': '{0} 个输出层',
  'The values, read again': '再次读取数值',
  '**Partial report**: not every run had ended.': '**部分结果**：并非所有运行都已结束。',
  'Mean over seeds ± half of its 95 % t interval, nothing evaluated yet.':
    '对种子的均值 ± 其 95 % t 区间的一半，尚无评估。',
  'Mean over seeds ± half of its 95 % t interval, at step {0}.':
    '第 {0} 步时对种子的均值 ± 其 95 % t 区间的一半。',
  'Output layers against each other': '各输出层两两比较',
  'Seed by seed (bits per character)': '逐种子（每字符比特数）',
  'Output layers': '输出层',
  'studied in': '研究文献',
  Gradients: '梯度',
  'Global gradient norm before clipping.': '裁剪之前的全局梯度范数。',
  'Seed {0}, step {1}:': '种子 {0}，第 {1} 步：',
  'No text was drawn.': '没有采样文本。',
  'In short': '概要',
  'What the data do not support': '数据不支持的说法',
  'How it was compared': '比较方法',
  'Corpus SHA-256:': '语料 SHA-256：',
  'Report SHA-256 (content of report.json):': '报告 SHA-256（report.json 的内容）：',
  'The leader against the others': '领先者与其他各输出层',
  'Loss Lab report on several experiments': 'Loss Lab 多个实验的报告',
  '{0} compared: {1}': '比较 {0}：{1}',
  '{0} experiment': '{0} 个实验',
  'Verdicts, experiment by experiment': '逐个实验的结论',
  'The experiments': '各个实验',
  'The experiments. Best: the output layer with the best mean {0}.': '各个实验。最佳：{0}均值最好的输出层。',
  experiment: '实验',
  text: '文本',
  characters: '字符',
  steps: '步',
  best: '最佳',
  'SHA-256 of the text': '文本的 SHA-256',
  'Verdicts on {0} in each experiment, of the first output layer over the second, with the mean advantage over seeds; then in how many experiments the first is ahead, and the mean advantage over experiments with its 95 % t interval, each experiment as one draw.':
    '每个实验中按{0}得出的前者对后者的结论，附对种子的平均优势；然后是前者在多少个实验中领先，以及对实验的平均优势及其 95 % t 区间，每个实验算一次抽取。',
  'first over second': '前者对后者',
  'ahead in': '领先',
  'over experiments': '对各实验',
  '{0} over {1}': '{0} 对 {1}',
  '{0} is ahead of {1} in all {2}, by {3} {4} on average; {5} of {6} verdicts say better.':
    '在全部 {2}中 {0} 都领先 {1}，平均领先 {3}（{4}）；{6} 个结论中有 {5} 个为更好。',
  'In {0} of {1} the sign of the difference is not the same in all experiments.':
    '{1}中有 {0} 对的差异符号在各实验中不一致。',
  'In {0} of {1} an experiment has no difference that counts: no seed with both, diverged seeds of the output layer ahead, or none at all.':
    '{1}中有 {0} 对在某个实验中没有算数的差异：没有双方都有值的种子、领先的输出层有发散的种子，或者毫无差异。',
  'With {0} no sign test over experiments can reach 0.05: {1} are needed. An interval over so few takes on trust that differences are normal.':
    '只有 {0}，对实验的符号检验达不到 0.05：需要 {1} 个。这么少的实验的区间只是假定差异服从正态分布。',
  'The experiments were chosen by whoever made this report, and are no sample of all texts: an interval over them says how they differ, not what other texts would show.':
    '这些实验由报告的作者选定，并非所有文本的样本：对它们的区间说明它们之间如何不同，不说明其他文本会怎样。',
  'Differences between experiments are of that as much as of the texts.':
    '实验之间的差异既来自这一点，也来自文本。',
  '{0} differ: {1}.': '{0}不同：{1}。',
  'carried over': '延续',
  tests: '检验',
  'e-process': 'e 过程',
  'Question of experiment {0} ({1})': '实验 {0}（{1}）的问题',
  'Question of all experiments': '各实验共同的问题',
  'Experiment {0} ({1}) is not finished: {2}. It takes part in what is said over all of them.':
    '实验 {0}（{1}）尚未完成：{2}。它仍计入对全部实验的说法。',
} satisfies Catalogue;
