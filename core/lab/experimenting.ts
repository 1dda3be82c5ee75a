import type { LabApi } from '../contract/lab-api.ts';
import type { LabSnapshot } from '../contract/lab-data.ts';
import { LabError } from '../errors.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { parseExperiment } from '../experiments/files/parse-experiment.ts';
import { requireOwnNames } from '../experiments/files/required-names.ts';
import { askedAfter, askedBefore } from '../experiments/plan/first-question.ts';
import { withoutStaleAdditions } from '../experiments/plan/plan.ts';
import { newLabels, saidAs } from '../experiments/plan/said.ts';
import { withoutStaleTuning } from '../experiments/rates/rate-policy.ts';
import type { Conducting } from './conducting.ts';
import type { LabBase } from './held.ts';
import type { OpenedFile } from './opened-file.ts';
import type { LabFileSource } from './ports.ts';
import type { StoredTexts } from './text-port.ts';
import type { LabTexts } from './lab-texts.ts';

/** What hosts may do beyond the contract. */
export interface HostedExperiment {
  /** Names and question as the folder of its runs has them, with what was asked before there were results. */
  sayAsKept(kept: Experiment): Promise<void>;
  /** `openExperiment` of a file of this machine. Paths never come from a screen. */
  openFile(argument: { path: string }): Promise<void>;
}

export type Experimenting = ReturnType<typeof experimenting>;

/** The lab's experiment: set, described, and opened from files and links. */
export function experimenting(
  { held, ports, learn, announce }: LabBase,
  texts: LabTexts,
  { change, dropResults, requireRoom }: Conducting,
) {
  /** Another experiment, with its text where it can be had. */
  const take = async (
    next: Experiment,
    from: Omit<OpenedFile, 'experiment'> | null,
    stored: StoredTexts | null = null,
  ): Promise<LabSnapshot> => {
    const found = await texts.textOf(next, stored);
    if (found) {
      requireRoom(next, found.text.vocabulary.length);
      await ports.texts.use(found.text);
    }
    const sameText = JSON.stringify(next.corpus) === JSON.stringify(held.experiment.corpus);
    // What authors say on results stays with them, unless the same comparison is only changed.
    const isSame = sameText && next.name === held.experiment.name;
    const ofResults = (held.opened ?? held.kept) !== null && !isSame;
    dropResults();
    if (from || !sameText) held.wantedBytes = from?.textBytes ?? null;
    held.experiment = from?.results ? next : askedBefore(next);
    held.corpus = found?.text ?? null;
    held.opened = from?.results ?? null;
    if (from || ofResults) held.heading = from?.heading ?? null;
    held.baselines = found ? found.baselines : (from?.baselines ?? null);
    held.foreignSummary = found ? null : (from?.summary ?? null);
    learn();
    return announce();
  };

  /** Takes a saved experiment or report to the screen. */
  const open = (source: LabFileSource): Promise<void> =>
    change('The experiment', async () => {
      const file = await ports.files.read(source);
      await take(file.experiment, file);
    });

  const methods = {
    setExperiment: ({ experiment: next }) =>
      change('The experiment', async () => {
        const { experiment } = held;
        const parsed = withoutStaleTuning(experiment, parseExperiment(next));
        requireOwnNames(
          parsed.layers,
          experiment.layers,
          (sentence) => new LabError('bad-experiment', sentence),
        );
        if (!onlySays(experiment, parsed)) return take(withoutStaleAdditions(experiment, parsed), null);
        const hasResults = (held.conductor ?? held.opened) !== null;
        const said = hasResults ? askedAfter(experiment, parsed) : askedBefore(parsed);
        held.experiment = said;
        const { name, question: now, firstQuestion: first } = said;
        const labels = newLabels(experiment, said);
        if (held.kept !== null)
          await ports.library?.describe(held.kept, {
            ...(name !== experiment.name && { name }),
            ...(now !== experiment.question && { question: { now, first } }),
            labels,
          });
        return announce();
      }),
    describeReport: ({ heading }) =>
      held.inTurn(async () => {
        held.heading = heading;
        if (held.kept !== null) await ports.library?.describe(held.kept, { report: heading });
      }),
    openExperiment: async (given) => {
      if ('json' in given) return open({ json: given.json });
      const uploaded = await ports.texts.take(given.uploadId);
      try {
        await open({ path: uploaded.path });
      } finally {
        await uploaded.close();
      }
    },
    openExperimentDialog: async () => {
      if (!ports.dialogs)
        throw new LabError('wrong-state', 'This host has no dialog for files.', 'Upload the file instead.');
      const path = await ports.dialogs.chooseExperiment();
      if (path === null) return false;
      await open({ path });
      return true;
    },
    openFile: open,
    sayAsKept: (kept) =>
      held.inTurn(async () => {
        const said = saidAs(askedBefore(held.experiment), kept);
        const { firstQuestion } = kept;
        held.experiment = firstQuestion === undefined ? said : { ...said, firstQuestion };
        announce();
      }),
  } satisfies Partial<LabApi & HostedExperiment>;

  return { methods, take };
}

/** Whether names and question are all that changes: no result depends on them. */
function onlySays(before: Experiment, after: Experiment): boolean {
  const isSaid = before.name !== after.name || before.question !== after.question;
  if (!isSaid && Object.keys(newLabels(before, after)).length === 0) return false;
  return (
    JSON.stringify(parseExperiment(saidAs(askedBefore(before), after))) === JSON.stringify(askedBefore(after))
  );
}
