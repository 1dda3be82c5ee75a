/**
 * What experiments have in common, in the order of their fields: a link says only where it differs from this (RFC 1951
 * compresses against any text that both sides know). Never to be changed, or links of before cannot be read.
 */
export const linkDictionary =
  '"exponential""none""clipped""momentum""rmsprop""adam""sgd""float64""value""off""normal""uniform-output""zero"false' +
  '{"kind":"plugin","id":"","label":"","file":".mjs","sha256":"","source":"","reading":"softmax"}' +
  '{"kind":"formula","id":"","label":"","activation":"softmax","loss":"-log(target(y))","parameters":{"d":{"value":0.5,"low":0,"high":1}},"reference":"","reading":"sigmoid"}' +
  '{"kind":"best-per-arm","grid":{"low":0.0001,"high":10,"count":13},"seeds":[4,5],"steps":150,"yardstick":"bitsPerCharacter","part":"tuning","best":[{"armId":"","rate":0.1,"value":2,"basin":{"low":0.1,"high":1,"factor":10,"open":false},"atEdge":null}]}' +
  '{"kind":"norm-matched","reference":"","best":[{"armId":"","rate":0.1,"norm":1}]}' +
  '"stopping":{"target":{"yardstick":"accuracy","value":0.5},"plateau":{"yardstick":"brier","evaluations":5,"tolerance":0.001},"budget":{"unit":"steps","limit":null,"arms":[{"armId":"","limit":100}]}}' +
  '"additions":[{"by":"until-decided","after":3,"added":3,"givenUp":0}]{"id":"linear-cross-entropy-2","layer":"softmax-quadratic","rate":0.05,"clamp":0.001}' +
  '"corpus":{"kind":"text","name":".txt","sha256":"","heldOut":null,"options":{"encoding":null,"normaliseLineEnds":false,"minimumCount":1,"split":"blocks","heldOutShare":0.1,"tuningShare":0}}' +
  '{"experiment":{"format":"loss-lab-experiment","version":1,"name":"Untitled comparison","question":"","corpus":{"kind":"builtin","id":"reber","seed":1,"characters":100000,"split":{"split":"end","heldOutShare":0.1,"tuningShare":0.05}},"precision":"float32","model":{"hidden":64,"length":25,"batch":16,"biases":true,"initial":"uniform","outputBias":"zero","initialScale":{"Wxh":1,"Whh":1,"Why":1}},"optimizer":{"id":"adagrad","settings":{}},"clipping":{"kind":"norm","threshold":5},"layers":[],"arms":[{"id":"linear-quadratic","layer":"linear-quadratic","rate":0.1,"clamp":null},{"id":"sigmoid-cross-entropy","layer":"sigmoid-cross-entropy","rate":0.1,"clamp":null},{"id":"softmax-cross-entropy","layer":"softmax-cross-entropy","rate":0.1,"clamp":null},{"id":"sigmoid-quadratic","layer":"sigmoid-quadratic","rate":0.1,"clamp":null}],"tuning":null,"seeds":[1,2,3],"steps":600,"evaluation":{"every":20,"characters":5800,"start":"carried"},"stopping":null,"plan":{"seeds":3,"yardstick":"bitsPerCharacter","smallest":null,"untilDecided":null},"additions":[]},"textBytes":null}';
