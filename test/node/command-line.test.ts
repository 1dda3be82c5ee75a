import type { Command } from 'commander';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../core/experiments/default-experiment.ts';
import { commandLine, compareArguments } from '../../core/experiments/files/command-line.ts';
import type { CorpusReference, Experiment } from '../../core/experiments/experiment.ts';
import type { HostedLab } from '../../core/lab/create-lab.ts';
import { refuseBesideExperiment, refuseBesideText } from '../../core/node/cli/options/contradictions.ts';
import {
  prepareComparison,
  type ComparisonOptions,
} from '../../core/node/cli/training/prepare-comparison.ts';
import { program } from '../../core/node/cli/program.ts';
import { anyExperiment } from '../core/experiments/files/any-experiment.ts';

/** A lab whose files hold what an experiment asks for; it tells the last experiment it was given. */
function labFor(wanted: CorpusReference) {
  let experiment = defaultExperiment();
  const has = (corpus: CorpusReference) => {
    experiment = { ...experiment, corpus };
    return Promise.resolve({ sha256: wanted.kind === 'text' ? wanted.sha256 : '', files: [] });
  };
  const lab = {
    snapshot: async () => ({ experiment }),
    useBuiltin: ({ id, seed, characters, split }: never) =>
      has({ kind: 'builtin', id, seed, characters, split }),
    openPath: ({ path, options }: { path: string; options: never }) => {
      const { name, sha256 } = wanted as Extract<CorpusReference, { kind: 'text' }>;
      expect(path).toBe(name.startsWith('-') ? `./${name}` : name);
      return has({ kind: 'text', name, sha256, heldOut: null, options });
    },
    setExperiment: async (given: { experiment: Experiment }) => void (experiment = given.experiment),
  } as unknown as HostedLab;
  return { lab, experiment: () => experiment };
}

/** The experiment that `compare` would train for these arguments, and whether it came as options. */
async function experimentOf(words: readonly string[], wanted: CorpusReference): Promise<Experiment> {
  const { lab, experiment } = labFor(wanted);
  const commands = program();
  commands.commands
    .find((each) => each.name() === 'compare')!
    .action(async (files: string[], options: ComparisonOptions, command: Command) => {
      if (options.experiment !== undefined) refuseBesideExperiment(command);
      refuseBesideText(command, files[0]);
      await prepareComparison(lab, files, options, command);
    });
  await commands.parseAsync(words, { from: 'user' });
  return experiment();
}

/** The words of a line as a POSIX shell splits it. */
function shellWords(line: string): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/(?:'[^']*'|\\'|[^\s'])+/g))
    words.push(word.replace(/'([^']*)'|\\'/g, (_, inner: string | undefined) => inner ?? "'"));
  return words;
}

const filesOf = ({ corpus }: Experiment) => ({
  files: corpus.kind === 'text' ? [corpus.name] : [],
  heldOut: null,
});

describe('the command line of an experiment', () => {
  it('makes the same experiment again, with options or with a link', async () => {
    let [options, links] = [0, 0];
    await fc.assert(
      fc.asyncProperty(
        anyExperiment.filter(({ corpus }) => corpus.kind === 'builtin' || corpus.name !== ''),
        async (experiment) => {
          const words = compareArguments(experiment, filesOf(experiment), null);
          if (words.includes('--experiment')) links++;
          else options++;
          expect(shellWords(commandLine(words)).slice(1)).toEqual(words);
          expect(await experimentOf(words, experiment.corpus)).toEqual(experiment);
        },
      ),
      { numRuns: 300 },
    );
    expect(options).toBeGreaterThan(30);
    expect(links).toBeGreaterThan(30);
  });

  it('says what it can in options', () => {
    const line = commandLine(
      compareArguments({ ...defaultExperiment(), name: "It's mine" }, { files: [], heldOut: null }, null),
    );
    expect(line).toMatch(/^loss-lab compare --name 'It'\\''s mine' --builtin reber --characters 100000 /);
    expect(line).toMatch(
      /--rate 0\.1 --optimizer adagrad --seeds 3 --seed 1 --primary bitsPerCharacter --steps 600/,
    );
    expect(line).not.toContain('--experiment');
  });

  it('names the files of a text, and a held-out text of its own', () => {
    const corpus: CorpusReference = {
      kind: 'text',
      name: '2 files',
      sha256: 'a'.repeat(64),
      heldOut: { name: 'c.txt', sha256: 'b'.repeat(64) },
      options: {
        encoding: null,
        normaliseLineEnds: false,
        minimumCount: 1,
        split: 'file',
        heldOutShare: 0.1,
        tuningShare: 0.05,
      },
    };
    const words = compareArguments(
      { ...defaultExperiment(), corpus },
      { files: ['a b.txt', '-b.txt'], heldOut: 'c.txt' },
      9,
    );
    expect(words.slice(0, 5)).toEqual(['compare', 'a b.txt', './-b.txt', '--held-out-file', 'c.txt']);
    expect(words).not.toContain('--split');
    const other = { ...corpus, options: { ...corpus.options, heldOutShare: 0.2 } };
    expect(
      compareArguments({ ...defaultExperiment(), corpus: other }, { files: ['a'], heldOut: 'c' }, 9),
    ).toContain('--experiment');
  });

  it('goes along as a link where an arm is on the screen that no option can say', () => {
    const experiment = defaultExperiment();
    const arms = [...experiment.arms, { ...experiment.arms[0], id: 'again', rate: 0.01 }];
    const words = compareArguments({ ...experiment, arms }, { files: [], heldOut: null }, null);
    expect(words.slice(0, 2)).toEqual(['compare', '--experiment']);
    expect(words).toHaveLength(3);
    expect(commandLine(words)).toMatch(/^loss-lab compare --experiment '#experiment=[\w-]+'$/);
  });
});
