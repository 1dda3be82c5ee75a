import { parentPort, workerData } from 'node:worker_threads';
import { TrainingThreadLoop } from '../../lab/training/training-thread.ts';
import type { ToThread } from '../../lab/training/thread-messages.ts';
import { useKernels, type KernelUse } from '../../network/fast/kernels.ts';
import { SharedThread } from '../plugins/shared-thread.ts';

/** Entry of a training thread: nothing but the wires between its port, the plug-ins of its runs, and the loop. */
if (!parentPort) throw new Error('train-thread is started by the lab as a worker thread.');
const port = parentPort;
useKernels(workerData as KernelUse);
const shared = new SharedThread();
// Taken before a plug-in is loaded: what it hangs onto the port does not come between.
const send = port.postMessage.bind(port);

const loop = new TrainingThreadLoop({
  post: (message, transfer = []) => send(message, transfer),
  now: () => performance.now(),
  yield: (callback) => setImmediate(() => shared.inLab(callback)),
});

/** While plug-ins are loading, what comes next waits. A plug-in that cannot be loaded ends the thread with its sentence. */
let loading: Promise<void> | null = null;

port.on('message', (message: ToThread) => {
  const receive = () => shared.inLab(() => loop.receive(message));
  if (message.kind === 'assign' && message.pulse) loading = shared.load(message).then(receive);
  else if (loading) loading = loading.then(receive);
  else receive();
});
