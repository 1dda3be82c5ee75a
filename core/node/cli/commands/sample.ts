import type { Command } from 'commander';
import { visibleBlock } from '../../../words/visible-text.ts';
import { drawText } from '../../../lab/training/draw-text.ts';
import { stream } from '../../../network/random.ts';
import { readingNetwork } from '../../../network/reading-network.ts';
import { layerOfRun } from '../../../experiments/files/trained-run.ts';
import { refuseBesideGiven, refuseTopWithoutJson } from '../options/contradictions.ts';
import { warnOfRun } from '../own-layers/layer-warnings.ts';
import { readRun } from '../looks/read-run.ts';
import { printDuel } from '../looks/sampling-duel.ts';
import { type DuelOptions } from '../options/duel-options.ts';

/** Draws text from a trained run, or lets several meet. */
export async function sample(
  files: readonly string[],
  options: DuelOptions,
  command: Command,
): Promise<void> {
  refuseBesideGiven(command);
  refuseTopWithoutJson(command);
  const [file] = files;
  if (files.length === 1 && file !== undefined && !options.json && options.given === undefined)
    return drawFrom(file, options);
  return printDuel(files, options);
}

/** The text goes out as it is: it is the result, and may be piped into a file. */
async function drawFrom(file: string, options: DuelOptions): Promise<void> {
  const run = await readRun(file);
  const layer = layerOfRun(run);
  await warnOfRun(run);
  const text = drawText(
    readingNetwork(run.shape, layer, run.weights),
    layer,
    run.start,
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
