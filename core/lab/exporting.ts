import type { LabApi } from '../contract/lab-api.ts';
import type { ExportedFile, ExportProgress, LabSnapshot, ReportFormat } from '../contract/lab-data.ts';
import { LabError } from '../errors.ts';
import type { Experiment } from '../experiments/experiment.ts';
import type { ReportHeading, ReportedPlace } from '../contract/report-heading-schema.ts';
import type { ReportInput } from '../reports/report-data.ts';
import type { ReportPlace } from './ports.ts';
import type { ProbeMoment } from '../probes/probe.ts';
import { derivedArms, probedArm, type DerivationPart } from '../reports/derivation/derivation-part.ts';
import type { LabBase } from './held.ts';
import type { Keeping } from './keeping.ts';
import { armOf } from './probing.ts';
import { reportInputOf } from './report-input.ts';
import { commandLine, compareArguments, namedText } from '../experiments/files/command-line.ts';
import { experimentLink } from '../experiments/files/experiment-link.ts';

type Derived = Pick<LabApi, 'derive' | 'checkDerivation'>;

/** What hosts may do beyond the contract. */
export interface HostedExports {
  /** The report as files in a folder, however large they are. */
  writeReport(
    place: Omit<ReportPlace, 'text'>,
    formats: readonly ReportFormat[],
    heading?: ReportHeading,
  ): Promise<void>;
}

/**
 * What leaves the lab as files: for a page to download, or into a folder that the host's dialog asks for.
 * @param known what there is, once layers are looked at and baselines counted
 */
export function exporting(
  { held, ports, events }: LabBase,
  keeping: Keeping,
  probes: Derived,
  known: () => Promise<LabSnapshot>,
) {
  const {
    dialogs,
    files: { offer, writeFiles },
    library,
    reports,
  } = ports;
  const told = (progress: ExportProgress) => events.emit('exporting', progress);
  const dated = datedOnce(ports.date);
  let cancels = 0;
  const reported = async (heading?: ReportHeading): Promise<ReportInput> => {
    const now = await known();
    const input = reportInputOf(now, ports, dated(now), heading ?? held.heading ?? undefined);
    const derivation =
      heading?.derivation && (await reportedDerivation(probes, held.experiment, heading.derivation));
    return { ...input, ...(derivation && { derivation }) };
  };
  const writeReport = (formats: readonly ReportFormat[], heading?: ReportHeading) => {
    const before = cancels;
    return async (folder: string): Promise<void> => {
      told({ doing: 'gather', file: '', at: 0, of: 0 });
      await keeping.written();
      // Curves of every step are where the runs are kept.
      const runs = held.kept === null ? null : ((await library?.runs(held.kept).catch(() => null)) ?? null);
      const place = { folder, runs, text: held.corpus };
      const input = await reported(heading);
      if (cancels !== before) throw new LabError('cancelled', 'Writing the report was cancelled.');
      await reports.writeInto(place, input, formats, told);
    };
  };
  const save = async (fill: (folder: string) => Promise<void>): Promise<{ folder: string } | null> => {
    if (!dialogs)
      throw new LabError('wrong-state', 'This host has no save dialog.', 'Download the files instead.');
    const folder = await dialogs.chooseFolder();
    if (folder === null) return null;
    await dialogs.fillFolder(folder, fill);
    return { folder };
  };
  const writeExperiment = (folder: string) => writeFiles(folder, [experimentFile(held.experiment)]);
  return {
    shareExperiment: async () => {
      const { experiment, wantedBytes } = held;
      const summary = held.corpus?.summary ?? held.foreignSummary;
      const textBytes = experiment.corpus.kind === 'text' ? (summary?.bytes ?? wantedBytes) : null;
      const text = namedText(experiment.corpus, summary?.files);
      return {
        link: experimentLink({ experiment, textBytes }),
        command: commandLine(compareArguments(experiment, text, textBytes)),
      };
    },
    exportExperiment: () => offer(writeExperiment),
    exportReport: ({ formats, heading }) => offer(writeReport(formats, heading)),
    cancelExports: async () => {
      cancels++;
      await reports.cancel();
    },
    reportPage: async ({ heading }) => reports.page(await reported(heading)),
    saveExperiment: () => save(writeExperiment),
    saveReport: ({ formats, heading }) => save(writeReport(formats, heading)),
    saveFiles: ({ files }) => save((folder) => writeFiles(folder, files)),
    writeReport: async (place, formats, heading) => {
      const input = await reported(heading);
      await reports.writeInto({ ...place, text: held.corpus }, input, formats);
    },
  } satisfies Partial<LabApi & HostedExports>;
}

/** The experiment as a file that the lab opens again. */
function experimentFile(experiment: Experiment): ExportedFile {
  return {
    name: 'experiment.losslab',
    mediaType: 'application/json',
    bytes: utf8(`${JSON.stringify(experiment, null, 2)}\n`),
  };
}

/**
 * The date of what a lab holds: that of its first export. Files that are exported one after the other are parts of one
 * report, and cite its hash; a new date comes with new results, and with a changed experiment.
 */
function datedOnce(date: () => string): (snapshot: LabSnapshot) => string {
  let known = { key: '', date: '' };
  return ({ experiment, runs, phase, robustness }) => {
    const done = runs.map(({ status, steps, evaluations }) => [status, steps, evaluations.length]);
    const repeated = robustness && [robustness.phase, robustness.repeats.length, robustness.skipped.length];
    const key = JSON.stringify([experiment, phase, done, repeated]);
    if (key !== known.key) known = { key, date: date() };
    return known.date;
  };
}

/** UTF-8 without a host's encoder: `core` runs where there may be none. */
function utf8(text: string): Uint8Array {
  const escaped = unescape(encodeURIComponent(text));
  return Uint8Array.from(escaped, (character) => character.charCodeAt(0));
}

/** The derivation of a report with its checks. @throws LabError as `derive` does */
async function reportedDerivation(
  probes: Derived,
  experiment: Experiment,
  { moment, stretch, place }: ReportedPlace,
): Promise<DerivationPart> {
  const { id: armId } = armOf(experiment, moment);
  const arms = derivedArms(experiment.arms, armId);
  const question = { stretch, place, layers: arms.map(probedArm), changes: [] };
  const at = async (moment: ProbeMoment): Promise<DerivationPart> => ({
    armId,
    armIds: arms.map(({ id }) => id),
    derivation: await probes.derive({ ...question, moment, rows: 1 }),
    checks: await probes.checkDerivation({ ...question, moment }),
  });
  try {
    return await at(moment);
  } catch (error) {
    // Results that were opened have no weights behind them: the page then says that its numbers are of the initial ones.
    if (moment.kind === 'run' && error instanceof LabError && error.code === 'wrong-state')
      return at({ kind: 'fresh', armId, seed: moment.seed });
    throw error;
  }
}
