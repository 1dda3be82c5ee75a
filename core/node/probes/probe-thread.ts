import { parentPort, workerData } from 'node:worker_threads';
import { toErrorData } from '../../errors.ts';
import { checkDerivation } from '../../derivation/check-derivation.ts';
import { derive } from '../../derivation/derive.ts';
import { runDuel } from '../../duels/run-duel.ts';
import { firstGradients } from '../../experiments/rates/first-gradients.ts';
import { useKernels, type KernelUse } from '../../network/fast/kernels.ts';
import { checkLayer } from '../../probes/check-layer.ts';
import { lookAtFormula } from '../../probes/formula-look.ts';
import { runProbe } from '../../probes/run-probe.ts';
import { unitResponses } from '../../probes/unit-response.ts';
import { inspection, loadPlugins } from '../plugins/loaded-plugins.ts';
import { answerHost, buffersOf } from '../threads/asked-thread.ts';
import type { FromPluginThread, ProbeAnswers, Question, ToPluginThread } from './probe-messages.ts';

/** Entry of a probe thread: looks at gradients, so that no event loop waits for their arithmetic. */
if (!parentPort) throw new Error('probe-thread is started by the lab as a worker thread.');
const port = parentPort;
useKernels(workerData as KernelUse);

const work: ProbeAnswers = {
  probe: (input) => runProbe(input, () => performance.now()),
  unitResponses,
  check: checkLayer,
  derive: (input) => derive(input, () => performance.now()),
  checkDerivation,
  lookAtFormula,
  firstGradients,
  duel: runDuel,
};

// Taken before a plug-in is loaded: what it hangs onto the port does not come between.
const send = port.postMessage.bind(port);

/** A question that plug-ins take part in has a thread to itself, and an id that they do not know. */
async function answer({ id, kind, question, plugins, pulses }: ToPluginThread): Promise<void> {
  const post = (message: FromPluginThread) => send(message, buffersOf(message));
  try {
    const loaded = await loadPlugins({ plugins, pulses });
    post({
      id,
      answer:
        kind === 'inspect'
          ? inspection(loaded[0], (question as Question<'inspect'>).outputs)
          : work[kind](question as never),
    });
  } catch (error) {
    post({ id, error: toErrorData(error) });
  }
}

const isForPlugins = (message: object): message is ToPluginThread => 'plugins' in message;
port.on('message', (message: object) => {
  if (isForPlugins(message)) void answer(message);
});
answerHost(port, work, buffersOf);
