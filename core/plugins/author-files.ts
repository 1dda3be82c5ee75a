// Whoever imports this file needs the declaration too, and an ambient module cannot be imported.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./raw-text.d.ts" />
import arctangentQuadratic from './examples/arctangent-quadratic.mjs?raw';
import linearHuber from './examples/linear-huber.mjs?raw';
import softmaxCrossEntropy from './examples/softmax-cross-entropy.mjs?raw';
import template from './examples/template.mjs?raw';
import type { AuthorFile } from '../contract/plugin-data.ts';
import declarations from './loss-plugin.d.ts?raw';

/** The start of a plug-in: it works as it is. */
export const pluginTemplate: AuthorFile = { name: 'my-loss.mjs', title: 'Template', text: template };

/** The contract as a declaration file: beside a plug-in it lets an editor check and complete. */
export const pluginDeclarations: AuthorFile = {
  name: 'loss-plugin.d.ts',
  title: 'Contract',
  text: declarations,
};

export const pluginExamples: readonly AuthorFile[] = [
  { name: 'softmax-cross-entropy.mjs', title: 'softmax + cross-entropy', text: softmaxCrossEntropy },
  { name: 'linear-huber.mjs', title: 'linear + Huber', text: linearHuber },
  { name: 'arctangent-quadratic.mjs', title: 'an activation of its own', text: arctangentQuadratic },
];
