import { activationNamed } from '../outputs/activations/registry.ts';
import type { ArmReport } from '../reports/report-data.ts';
import { compact } from '../words/compact.ts';
import { LabError } from '../errors.ts';
import { encodeTensors, type Tensor } from '../experiments/files/safetensors.ts';
import { encodeTrainedRun, type TrainedRun } from '../experiments/files/trained-run.ts';
import type { RunRecord } from '../experiments/run.ts';
import { runPath, type ArchivedFile, type ExportSource, type Exporter } from './archived-file.ts';
import { onnxModel, runFacts } from './onnx.ts';

/**
 * The weights under the names of `torch.nn.RNN` and `torch.nn.Linear` in a module with the members `rnn` and `out`, so that
 * `load_state_dict` takes them. PyTorch has two biases where the lab has one: the second is 0.
 */
function torchWeights(run: TrainedRun): Uint8Array {
  const { weights, shape } = run;
  const { hidden: H, vocabulary: V } = shape;
  const tensors: Record<string, Tensor> = {};
  const put = (name: string, sizes: readonly number[], data: Float64Array) =>
    (tensors[name] = { dtype: 'F64', shape: sizes, data });
  put('rnn.weight_ih_l0', [H, V], weights.Wxh);
  put('rnn.weight_hh_l0', [H, H], weights.Whh);
  put('out.weight', [V, H], weights.Why);
  if (weights.bh && weights.by) {
    put('rnn.bias_ih_l0', [H], weights.bh);
    put('rnn.bias_hh_l0', [H], new Float64Array(H));
    put('out.bias', [V], weights.by);
  }
  return encodeTensors({ tensors, metadata: { format: 'pt', arm: run.armId, ...runFacts(run) } });
}

function* once(
  run: RunRecord,
  { network }: ExportSource,
  encode: (trained: TrainedRun) => Uint8Array,
): Generator<Uint8Array> {
  const trained = network(run);
  if (!trained) throw new LabError('file-not-read', `The network of ${runPath(run)} is gone.`);
  yield encode(trained);
}

/** Whether a graph can hold what an arm does to its outputs: of a plug-in that is code. */
export const hasGraph = ({ layer }: ArmReport): boolean =>
  layer.own?.kind !== 'plugin' && activationNamed(layer.activation)?.onnx !== undefined;

/** The trained networks of all runs, each in three forms. None where they are not kept or the text is not at hand. */
export const networks: Exporter = (source) => {
  const { report } = source;
  return report.runs.flatMap((run): ArchivedFile[] => {
    const of = report.arms.find(({ arm }) => arm.id === run.armId)!;
    if (run.steps === 0 || source.network(run) === null) return [];
    const name = `networks/${runPath(run)}`;
    const what = `${run.armId}, seed ${run.seed}, after ${run.steps} steps`;
    return compact([
      {
        path: `${name}.safetensors`,
        mediaType: 'application/octet-stream',
        what: `Weights, state and vocabulary of ${what}, in the names of the lab, float64`,
        opens: 'loss-lab sample, loss-lab probe, and the safetensors libraries',
        pieces: () => once(run, source, encodeTrainedRun),
      },
      {
        path: `${name}.pytorch.safetensors`,
        mediaType: 'application/octet-stream',
        what: `The same weights in the names of torch.nn.RNN and torch.nn.Linear`,
        opens: 'PyTorch: load_state_dict of class CharacterRNN in reproduce/reproduce.py',
        pieces: () => once(run, source, torchWeights),
      },
      hasGraph(of) && {
        path: `${name}.onnx`,
        mediaType: 'application/octet-stream',
        what: `The network of ${what} as a graph from characters to z, y, p and h, float32`,
        opens: 'ONNX Runtime, Netron',
        pieces: () => once(run, source, onnxModel),
      },
    ]);
  });
};
