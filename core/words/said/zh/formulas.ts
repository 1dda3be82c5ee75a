import type { Catalogue } from '../say.ts';

/** 公式与插件。 */
export const formulas = {
  Close: '关闭',
  'A loss of your own, in JavaScript': '用 JavaScript 写自己的损失函数',
  'A plug-in is one file,': '插件是一个文件，',
  ', that exports an activation and a loss: E and δ of a whole row of outputs, in Float64Arrays. It is trained, swept, probed and reported like any other output layer. It runs in a thread of its own; an answer that is wrong, or a call that takes more than ten seconds, ends its run with file and line, and no other. It is code with the rights of the lab, so it is loaded only once you trust it, and it is known by its SHA-256. Where a formula is enough, type a formula: that needs no trust.':
    '，它导出一个激活函数和一个损失函数：整行输出的 E 与 δ，为 Float64Array。它与其他输出层一样训练、扫描、探查和报告。它在自己的线程中运行；答案有误或一次调用超过十秒，只会结束它自己的运行，并指出文件和行号。它是拥有实验室全部权限的代码，因此只有在你信任之后才载入，并以其 SHA-256 识别。能用公式写的，请直接输入公式：那不需要信任。',
  Files: '文件',
  'Shows this file': '显示这个文件',
  'Writes this file, to be changed': '写出这个文件，以便修改',
  'Save {0}': '保存 {0}',
  'Back to the lab': '回到实验室',
  '{0} came with this experiment. It is code, and you have not trusted it: its output layers are not run.':
    '{0} 随本实验而来。它是代码，而你尚未信任它：它的输出层不会运行。',
  'Shows its source, and asks whether you trust it': '显示其源码，并询问是否信任',
  'Look at it …': '查看 …',
  'Load the plug-in {0}?': '载入插件 {0}？',
  'A plug-in is code. It runs on this machine with all the rights of Loss Lab: it can read, change and send whatever you can. Load it only if you know what it does.':
    '插件是代码。它在这台机器上以 Loss Lab 的全部权限运行：凡是你能读取、修改和发送的，它都能。只有知道它做什么时才载入。',
  '{0} bytes': '{0} 字节',
  'Source of {0}': '{0} 的源码',
  'No terminal has trusted it yet.': '还没有终端信任它。',
  'From a browser no code can be trusted: whoever knows the address could run theirs. Trust the file in a terminal of the machine the lab runs on, then check again:':
    '在浏览器中不能信任任何代码：知道这个地址的人都可能运行自己的代码。请在运行实验室的机器的终端中信任该文件，然后再次检查：',
  'Contract, template and examples': '约定、模板与示例',
  'What is a plug-in?': '什么是插件？',
  'Runs its code, now and whenever it comes again': '现在运行其代码，以后再遇到时也运行',
  'Trust and load': '信任并载入',
  'Looks whether a terminal has trusted it meanwhile': '查看终端是否已经信任它',
  'Nothing of it is run': '不运行其中任何内容',
  'Don’t load': '不载入',
  'Names, operators, functions and examples': '名称、运算符、函数与示例',
  'What a formula may say': '公式可以写什么',
  Names: '名称',
  'the activation {0}': '激活函数 {0}',
  Operators: '运算符',
  Functions: '函数',
  'The built-in output layers as formulas': '内置输出层写成公式',
  Formula: '公式',
  'Formula: {0}': '公式：{0}',
  'Use the formula of {0}': '使用 {0} 的公式',
  'Writes this formula into the field above': '把这个公式写入上面的输入框',
  Use: '使用',
  'A number that the formula uses; what is typed may lie beyond the slider':
    '公式所用的一个数；输入的值可以超出滑块',
  'Parameter {0}': '参数 {0}',
  'Value of the parameter {0}': '参数 {0} 的值',
  'Remove the parameter {0}': '移除参数 {0}',
  'Remove this parameter': '移除这个参数',
} satisfies Catalogue;
