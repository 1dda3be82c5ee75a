import { visibleBlock } from '../../contract/visible-text.ts';
import { drawText } from '../../lab/draw-text.ts';
import { stream } from '../../network/random.ts';
import { referenceEngine } from '../../network/reference-engine.ts';
import { trainingLayer } from '../../outputs/registry.ts';
import { readTrainedRun } from '../run-file.ts';

interface SampleOptions {
  readonly temperature: number;
  readonly length: number;
  readonly seed: number;
  readonly prompt: string;
}

/** Draws text from a trained run. The text goes out as it is: it is the result, and may be piped into a file. */
export async function sample(file: string, options: SampleOptions): Promise<void> {
  const run = await readTrainedRun(file);
  const layer = trainingLayer(run.layer, run.clamp);
  const network = referenceEngine.create({
    shape: run.shape,
    length: 1,
    batch: 1,
    layer,
    optimizer: { id: 'sgd', settings: {} },
    rate: 1,
    clipping: { kind: 'off' },
    weights: run.weights,
  });
  const text = drawText(
    network,
    layer,
    run.vocabulary,
    { characters: options.length, temperature: options.temperature, prompt: options.prompt },
    stream(options.seed, 'sampling'),
    () => false,
  );
  process.stdout.write(`${safeForTerminal(text ?? '')}\n`);
}

/** A model may draw an escape character: to a terminal it is shown by number, into a file it goes as it is. */
function safeForTerminal(text: string): string {
  return process.stdout.isTTY ? visibleBlock(text) : text;
}
