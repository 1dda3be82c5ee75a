import type { Catalogue } from '../say.ts';

/** 结论：谁更好，差多少，依据是什么。 */
export const verdicts = {
  'not decided': '尚无定论',
  'no verdict': '没有结论',
  'practically equal': '实际相等',
  better: '更好',
  worse: '更差',
  equal: '相等',
  'too few seeds': '种子太少',
  '{0} better': '{0} 更好',
  'ahead in {0} of {1}': '{1} 个中领先 {0} 个',
  'behind in {0} of {1}': '{1} 个中落后 {0} 个',
  '{0} ahead in {1} of {2}': '{0} 在 {2}中的 {1} 个上领先',
  'each ahead in {0} of {1}': '双方各在 {1}中的 {0} 个上领先',
  'equal in {0}': '在 {0}上相等',
  '{0} are needed': '至少需要 {0} 个',
  '{0} seed': '{0} 个种子',
  '{0} paired seed': '{0} 个配对种子',
  '{0} tuning seed': '{0} 个调参种子',
  '{0} pair': '{0} 对',
  'The outputs of {0} are not read as probabilities: there is nothing to compare.':
    '{0} 的输出不读作概率：没有可比较的值。',
  'after Holm’s correction among {0} pairs': '（在 {0} 对之间经 Holm 校正）',
  'Of an output layer all of whose seeds diverged there is nothing to compare.':
    '一个输出层的种子全部发散，就没有可比较的值。',
  'No seed has a value in both output layers.': '没有一个种子在两者中都有值。',
  'No seed has a value in both output layers yet.': '还没有一个种子在两者中都有值。',
  'No fewer than {0} seeds can reach the bound of {1}.': '少于 {0} 个种子达不到界限 {1}。',
  'With fewer than {0} seeds the sign-flip test cannot reach 0.05, and t takes on trust that the differences are normal.':
    '少于 {0} 个种子时，符号翻转检验达不到 0.05，而 t 检验只是假定差值服从正态分布。',
  'The 95 % t interval {0} lies inside {1}, the smallest difference that matters.':
    '95 % t 区间 {0} 落在有意义的最小差异 {1} 之内。',
  'The e-process reached its bound of {0} after {1}, and the difference is above {2}, the smallest that matters.':
    'e 过程在 {1}后达到界限 {0}，且差异大于有意义的最小差异 {2}。',
  't test p = {0}{1}, sign-flip p = {2}, and the difference is above {3}, the smallest that matters.':
    't 检验 p = {0}{1}，符号翻转 p = {2}，且差异大于有意义的最小差异 {3}。',
  't test p = {0}{1}': 't 检验 p = {0}{1}',
  'sign-flip p = {0}': '符号翻转 p = {0}',
  'the e-process is at {0} and must reach {1}{2}': 'e 过程现为 {0}，须达到 {1}{2}',
  ', which it did for the output layer that is behind now': '（现在落后的输出层曾达到过）',
  'the mean difference is not above {0}, the smallest that matters{1}':
    '平均差异不大于有意义的最小差异 {0}{1}',
  ', and its 95 % t interval {0} does not {1}': '，且其 95 % t 区间 {0} {1}',
  'count, for seeds diverged': '不能算数，因为有种子发散',
  'lie inside it': '不在其内',
  'an output layer with more diverged seeds than the other is not called better':
    '发散种子较多的输出层不称为更好',
  'Reasons: {0}.': '原因：{0}。',
  'Reason: {0}.': '原因：{0}。',
  'more than {0}': '超过 {0}',
  'about {0}': '约 {0}',
  'to tell a difference of this size': '才能分辨这样大小的差异',
  'to call a difference this small practically equal': '才能判定这样小的差异为实际相等',
  'It would take {0} seeds {1} with 80 % power.': '以 80 % 的功效，需要{0} 个种子{1}。',
  'The output layers’ values correlate by {0} over the seeds': '两者的值在各种子之间的相关系数为 {0}',
  '{0}: without pairing it would take {1} times the seeds.': '{0}：若不配对，需要 {1} 倍的种子。',
  '{0}: pairing gains nothing here.': '{0}：配对在此没有益处。',
  '{0} of {1} of {2} diverged.': '{2} 的 {1}中有 {0} 个发散。',
  'Seeds without a value in one of the output layers, not in this comparison: {0}.':
    '在其中一个输出层没有值、因而不在此比较中的种子：{0}。',
  'Runs ended early with seed {0}: there the output layers are compared at the end of each, after different numbers of steps.':
    '种子 {0} 的运行提前结束：这里比较的是各输出层结束时的值，步数并不相同。',
  '(95 % t interval {0} to {1}, {2})': '（95 % t 区间 {0} 至 {1}，{2}）',
  '({0})': '（{0}）',
  'by {0} {1} {2}': '{0}（{1}）{2}',
  'In the {0} that both have {1} is ahead of {2} {3}, which does not count, for {4} of {5} of it diverged':
    '在双方都有值的 {0}上，{1} 领先 {2} {3}，但这不算数，因为它的 {5}中有 {4} 个发散',
  '{0} ({1})': '{0}（{1}）',
  'There is one output layer.': '只有一个输出层。',
  'No output layer has a value.': '没有一个输出层有值。',
  'No other output layer has a value.': '其他输出层都没有值。',
  '{0} are equal: they share the best mean.': '{0} 相等：它们同有最好的均值。',
  '{0} has the best mean.': '{0}的均值最好。',
  '{0} has the best mean, {1} the next.': '{0}的均值最好，其次是 {1}。',
  '{0} of {1} of {2} diverged: the mean of the others, {3}, is not compared.':
    '{2} 的 {1}中有 {0} 个发散：其余的均值 {3} 不参与比较。',
  'All runs of every output layer diverged.': '所有输出层的运行全部发散。',
  'All runs of {0} diverged.': '{0} 的运行全部发散。',
  '{0} and {1}: {2}.': '{0} 与 {1}：{2}。',
  '{0} and {1}: {2}': '{0} 与 {1}：{2}',
  '{0} and {1} are equal in every one of the {2} that both have.':
    '在双方都有值的 {2}上，{0} 与 {1} 每一个都相等。',
  '{0} and {1} are practically equal: they differ {2}.': '{0} 与 {1} 实际相等：相差 {2}。',
  '{0} and {1} are equal on average over the seeds that both have {2}: {3}.':
    '在双方都有值的种子上，{0} 与 {1} 平均相等{2}：{3}。',
  '{0} is ahead of {1} on average {2}: {3}.': '{0} 平均领先 {1} {2}：{3}。',
  '{0} is ahead of {1} {2}: {3}.': '{0} 领先 {1} {2}：{3}。',
  '{0} is ahead of {1} {2}': '{0} 领先 {1} {2}',
  '{0} is behind {1} {2}': '{0} 落后于 {1} {2}',
  'better in {0} of {1}, probability of improvement {2}': '{1}中有 {0} 个更好，改进概率 {2}',
  'BCa {0}': 'BCa {0}',
  'Of {0}: that of {1} minus that of each other output layer, seed by seed; below 0 it is better. Mean with its 95 % t interval.':
    '{0}：{1} 的值减去其他各输出层的值，逐种子；小于 0 表示它更好。均值及其 95 % t 区间。',
  'Of {0}: that of {1} minus that of each other output layer, seed by seed; above 0 it is better. Mean with its 95 % t interval.':
    '{0}：{1} 的值减去其他各输出层的值，逐种子；大于 0 表示它更好。均值及其 95 % t 区间。',
  'Seeds are added while one looks: a pair is decided when its e-process reaches {0} (20 for each of {1}), which at most one experiment in twenty of equal output layers ever does. It takes {2} seeds at least{3}.':
    '种子是边看边加的：一对的 e 过程达到 {0}（{1}，每对 20）时才有结论；若各输出层相等，二十个实验中至多一个会达到。至少需要 {2} 个种子{3}。',
  '; there are {0}': '；现有 {0} 个',
  'one seed gives a difference, but neither an interval nor a test': '一个种子只给出差值，既无区间也无检验',
  'the smallest p of a sign-flip test is {0}, so it cannot reach 0.05':
    '符号翻转检验的最小 p 为 {0}，因此达不到 0.05',
  'With {0} there is no verdict: {1}. {2} are needed.': '{0}不足以得出结论：{1}。至少需要 {2} 个。',
  '(the first of {0} pairs)': '（{0} 对中的第一对）',
  'With {0} paired seeds the t test tells two output layers apart{1} when their mean difference is above {2} standard deviations of the differences: one of 1 standard deviation is found in {3} of experiments, one of 2 in {4}. What is not decided is not equal.':
    '有 {0} 个配对种子时，平均差异大于差值标准差的 {2} 倍，t 检验才能区分两者{1}：1 个标准差的差异在 {3} 的实验中会被发现，2 个标准差的在 {4} 中。尚无定论并不等于相等。',
  't test p, Holm': 't 检验 p，Holm',
  'the p of the paired t test after Holm’s correction for the {0} pairs that could be tested':
    '配对 t 检验的 p，对可检验的 {0} 对作 Holm 校正',
  'the p of the paired t test after Holm’s correction for all {0} pairs':
    '配对 t 检验的 p，对全部 {0} 对作 Holm 校正',
  't test p': 't 检验 p',
  'the p of the paired t test': '配对 t 检验的 p',
  'sign-flip p': '符号翻转 p',
  'the p of the sign-flip test': '符号翻转检验的 p',
  'the p of the sign-flip test, exact and uncorrected': '符号翻转检验的 p，精确且未校正',
  'e-process': 'e 过程',
  'the e-process, which decides at {0}, whenever one looks': 'e 过程，无论何时查看，达到 {0} 即有结论',
  verdict: '结论',
  'mean difference': '平均差异',
  'mean difference, seed by seed': '逐种子的平均差异',
  '95 % t interval': '95 % t 区间',
  'its 95 % t interval': '其 95 % t 区间',
  '95 % BCa interval': '95 % BCa 区间',
  'its 95 % BCa bootstrap interval': '其 95 % BCa 自助法区间',
  'P(A better); seeds': 'P(A 更好)；种子',
  'the probability that a run of A is better than one of B, with its 95 % bootstrap interval, and in how many seeds it is':
    'A 的一次运行优于 B 的一次运行的概率及其 95 % 自助法区间，以及在多少个种子上如此',
  'the probability that a run of A is better than one of B, and in how many seeds it is':
    'A 的一次运行优于 B 的一次运行的概率，以及在多少个种子上如此',
  'paired seeds n': '配对种子数 n',
} satisfies Catalogue;
