import { resolve } from 'node:path';
import type { Command } from 'commander';
import { LabError } from '../../../errors.ts';
import type { Experiment } from '../../../experiments/experiment.ts';
import { itDiffers } from '../../../experiments/plan/experiment-differences.ts';
import type { Shard } from '../../../experiments/plan/deal.ts';
import type { HostedLab } from '../../../lab/create-lab.ts';
import type { TextPlace } from '../../../store/about.ts';
import { sameWork } from '../../../store/same-work.ts';
import { described } from '../../../store/notes.ts';
import { readExperimentFolder } from '../../store/experiment-folder.ts';
import { notesIn } from '../../store/found-experiment.ts';
import { libraryFolder } from '../../store/library-folder.ts';
import { folderFor, keepText } from '../../store/library-places.ts';
import { spoolStream } from '../../disk/spool.ts';
import {
  refuseBesideExperiment,
  refuseBesideText,
  refuseSearchInParts,
  refuseUntilDecidedInParts,
} from '../options/contradictions.ts';
import { commandLab, labOptions } from '../command-lab.ts';
import { warnOfArms } from '../own-layers/layer-warnings.ts';
import { prepareComparison, type ComparisonOptions } from '../training/prepare-comparison.ts';
import { findRates } from '../training/policy.ts';
import { takeComparisonFolder } from '../kept/report-folder.ts';
import { runsOfShard } from '../parts/shard-runs.ts';
import { say } from '../printed/terminal.ts';
import { tellWarnings } from '../printed/text-warnings.ts';
import { tellThreads, type ThreadOptions } from '../options/threads.ts';
import { trainAndTell } from '../training/train-and-tell.ts';

interface CompareOptions extends ComparisonOptions, ThreadOptions {
  readonly shard?: Shard;
  readonly out?: string;
  readonly keep?: boolean;
  readonly force?: boolean;
  readonly robustness?: boolean;
  readonly json?: boolean;
  /** Of the report. */
  readonly language?: string;
}

/** What needs the runs of all arms at hand cannot be done in parts. */
function refuseBesideShard({ shard, untilDecided, robustness }: CompareOptions): void {
  if (!shard) return;
  refuseUntilDecidedInParts(untilDecided, 'Leave --shard out, or fix the number of seeds with --seeds.');
  if (robustness)
    throw new LabError(
      'bad-argument',
      '--robustness needs the runs of all parts, and --shard trains one.',
      'Leave one of them out.',
    );
}

/** Trains every output layer on a text and compares them. */
export async function compare(
  files: readonly string[],
  options: CompareOptions,
  command: Command,
): Promise<void> {
  if (options.experiment !== undefined) refuseBesideExperiment(command);
  refuseBesideText(command, files[0]);
  if (options.shard && options.keep)
    throw new LabError(
      'bad-argument',
      '--shard is of no use with --keep: the parts are merged later.',
      'Name a folder with --out.',
    );
  if (options.force && options.out === undefined)
    throw new LabError('bad-argument', '--force has no effect without --out.', 'Name a folder with --out.');
  if (options.shard && options.out === undefined)
    throw new LabError(
      'bad-argument',
      '--shard is of no use without --out: the parts are merged later.',
      'Name a folder.',
    );
  refuseBesideShard(options);
  if (options.language !== undefined && options.out === undefined && !options.keep)
    throw new LabError(
      'bad-argument',
      '--language is that of the report, which is kept with --out or --keep.',
      'Name a folder with --out, or leave --language out.',
    );
  const { out, force = false, json = false, robustness = false, shard } = options;
  // The folder is tried before the work, not after it.
  const kept = out === undefined ? null : await takeComparisonFolder(out, force);
  const keep = options.keep ?? false;
  const spool = files[0] === '-' && (keep || out !== undefined) ? await spoolStream(process.stdin) : null;
  tellThreads(options);
  const lab = commandLab(labOptions({ ...options, inTurn: shard !== undefined }));
  try {
    await prepareComparison(lab, files, { ...options, ...(spool && { spooled: spool.path }) }, command);
    const folder = keep ? await libraryPlace(lab) : out;
    const before = keep ? await readExperimentFolder(folder!) : kept;
    if (shard) refuseSearchInParts((await lab.snapshot({})).experiment);
    await findRates(lab, before?.experiment ?? null);
    if (before) await goOnWith(lab, folder!, described(before.experiment, await notesIn(folder!)), options);
    tellWarnings((await lab.snapshot({})).corpus, json);
    await warnOfArms(lab);
    if (folder === undefined) return await trainAndTell(lab, { json, robustness });
    if (keep) say(`Kept in '${folder}'.`);
    const place = placeOf(files, options);
    const text = keep ? await inLibrary(lab, place) : place;
    const keeping = {
      text: { text, copied: spool?.path ?? null },
      replace: force,
      json,
      language: options.language,
    };
    // What is needed to keep it, and of parts to write the report here, is loaded then only.
    if (!shard) {
      const { keepAndTell } = await import('../kept/keep-and-tell.ts');
      return await keepAndTell(lab, folder, { ...keeping, robustness });
    }
    const { keepPartAndTell } = await import('../parts/keep-part-and-tell.ts');
    const mine = runsOfShard((await lab.snapshot({})).experiment, shard);
    await keepPartAndTell(lab, folder, { ...keeping, mine, part: `Part ${shard.index} of ${shard.count}` });
  } finally {
    await lab.close();
    await spool?.close();
  }
}

/** The folder of the lab's experiment in the library. */
async function libraryPlace(lab: HostedLab): Promise<string> {
  const { experiment, corpus } = await lab.snapshot({});
  return folderFor(libraryFolder(), experiment, corpus!.name, new Date().toISOString());
}

/** The same text where the library keeps it. */
async function inLibrary(lab: HostedLab, place: TextPlace): Promise<TextPlace> {
  const corpus = lab.corpus()?.summary;
  if (place.kind !== 'files' || !corpus) return place;
  const hashes = (heldOut: boolean) =>
    corpus.files.filter((file) => file.heldOut === heldOut).map(({ sha256 }) => sha256);
  const own = corpus.files.length > 0 ? hashes(false) : [corpus.sha256];
  const keepOne = (path: string, sha256: string) => keepText(libraryFolder(), path, sha256);
  const paths = [];
  for (const [i, path] of place.paths.entries()) paths.push(await keepOne(path, own[i]));
  const heldOut = place.heldOut === null ? null : await keepOne(place.heldOut, hashes(true)[0]);
  return { kind: 'files', paths, heldOut };
}

/** Where the bytes of a text are found again. */
function placeOf(files: readonly string[], { heldOutFile }: CompareOptions): TextPlace {
  if (files.length === 0) return { kind: 'builtin' };
  if (files[0] === '-') return { kind: 'copy', name: 'text' };
  return {
    kind: 'files',
    paths: files.map((file) => resolve(file)),
    heldOut: heldOutFile === undefined ? null : resolve(heldOutFile),
  };
}

/** Goes on with the experiment that a folder holds already, if it is the one asked for; it may have more steps now. */
async function goOnWith(
  lab: HostedLab,
  folder: string,
  kept: Experiment,
  { evaluateEvery, evaluateCharacters, experiment, name }: CompareOptions,
): Promise<void> {
  const asked = (await lab.snapshot({})).experiment;
  const work = sameWork(asked, kept, {
    every: experiment === undefined && evaluateEvery === undefined,
    characters: experiment === undefined && evaluateCharacters === undefined,
  });
  if ('differs' in work)
    throw new LabError(
      'bad-argument',
      `The folder '${folder}' holds another comparison: ${itDiffers(work.differs)}.`,
      'Name another folder, or begin anew with --force.',
    );
  if (name !== undefined && asked.name !== kept.name)
    say(`The comparison in '${folder}' keeps its name: '${kept.name}'.`);
  await lab.setExperiment({ experiment: work.experiment });
}
