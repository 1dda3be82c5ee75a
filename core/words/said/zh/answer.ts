import type { Catalogue } from '../say.ts';

/** 收敛页上方的结论：也见于实验库，那里以英文保存。 */
export const answer = {
  '{a} is the only one whose runs did not diverge: {0}': '只有 {a} 的运行没有发散：{0}',
  '{a} reaches {0}': '{a} 达到 {0}',
  'no seed has a value in both {a} and {b}': '{a} 与 {b} 没有任何种子同时有数值',
  '{a} and {b} were level': '{a} 与 {b} 曾持平',
  '{a} and {b} are level': '{a} 与 {b} 持平',
  '{a} was in front': '{a} 曾领先',
  '{a} is in front': '{a} 领先',
  '{0} at step {1}': '{0}（第 {1} 步）',
  'Training: {0}': '训练中：{0}',
  'Paused: {0}': '已暂停：{0}',
  'Stopped: {0}': '已停止：{0}',
  '{a} and {b} cannot be compared: no seed has a value in both':
    '{a} 与 {b} 无法比较：没有任何种子同时有数值',
  '{a} and {b} are level so far: {0}': '{a} 与 {b} 目前持平：{0}',
  '{a} and {b} take turns so far: {0} on average': '{a} 与 {b} 目前互有胜负：平均 {0}',
  '{a} is ahead so far: {0}': '{a} 目前领先：{0}',
  'Not decided after {0}: {a} or {b}, {1}': '{0}之后仍无定论：{a} 还是 {b}，{1}',
  '{a} learns best: {0}': '{a} 学得最好：{0}',
  '{a} learns better than {b}, not all others are decided: {0}':
    '{a} 学得比 {b} 好，但并非所有其他输出层都有定论：{0}',
  '{a} and {b}': '{a} 与 {b}',
  '{a}, {b} and one more': '{a}、{b} 与另外 1 个',
  '{a}, {b} and {0} more': '{a}、{b} 与另外 {0} 个',
  '{0} learn equally well: {1}': '{0} 学得一样好：{1}',
  '{0} learn equally well, not all others are decided: {1}':
    '{0} 学得一样好，但并非所有其他输出层都有定论：{1}',
  'Every run of {0} diverged': '{0} 的每次运行都发散了',
  'Every run of every output layer diverged': '所有输出层的每次运行都发散了',
  'No output layer has a score': '没有任何输出层有得分',
  'nothing is scored yet': '尚未评分',
  '95 % t interval {0} to {1},': '95 % t 区间 {0} 至 {1}，',
  '{0} ahead of {1}': '{0}：领先 {1}',
  'steps on average to reach {0}': '步（平均）达到 {0}',
  'steps to reach {0}': '步达到 {0}',
  '{0} needs {1}': '{0} 需要 {1} 步',
  'no other one has in every seed': '其他都没有在每个种子上达到',
  'no verdict before {0}': '满 {0} 个之前不下结论',
  decided: '已有定论',
  'too close to matter': '差别小到无关紧要',
} satisfies Catalogue;
