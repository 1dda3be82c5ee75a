import type { LabApi } from '../contract/lab-api.ts';
import type { LabSnapshot } from '../contract/lab-data.ts';
import { LabError, toErrorData } from '../errors.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { parseExperiment } from '../experiments/files/parse-experiment.ts';
import { checkMemory } from '../experiments/memory.ts';
import { withoutStaleAdditions } from '../experiments/plan/plan.ts';
import { wantsSearch } from '../experiments/rates/rate-policy.ts';
import { requireEnded } from './adding-seeds.ts';
import type { Conducting } from './conducting.ts';
import type { Experimenting } from './experimenting.ts';
import type { LabBase } from './held.ts';
import type { Keeping } from './keeping.ts';
import type { KeptPlan, LibraryPort } from './library-port.ts';
import { atRest, type OpenedFile } from './opened-file.ts';
import type { Repeating } from './repeating.ts';
import type { Sweeping } from './sweeping.ts';
import type { LabTexts } from './lab-texts.ts';
import { Conductor } from './training/conductor.ts';
import { requireTrustedLayers } from './training/plugin-runs.ts';

/** What opening a kept experiment touches. */
interface Beside {
  readonly texts: LabTexts;
  readonly robustness: Repeating;
  readonly sweeps: Sweeping;
  readonly keeping: Keeping;
  readonly training: Conducting;
  readonly experiments: Experimenting;
}

/** Takes kept experiments to the screen: with their threads behind them where that can be, else as results alone. */
export function openingKept(
  { held, ports, events, learn, announce }: LabBase,
  { texts, robustness, sweeps, keeping, training, experiments }: Beside,
) {
  const library = (): LibraryPort => {
    if (ports.library) return ports.library;
    throw new LabError('wrong-state', 'This host keeps no experiments.', 'Open a report instead.');
  };

  /** The text of a kept experiment; null where it is not to be had, and then it is said why. */
  const textOf = async (experiment: Experiment, { stored, corpus }: KeptPlan) => {
    try {
      const found = await texts.textOf(experiment, stored);
      if (found) return found;
      throw new LabError(
        'text-not-found',
        `The text of this experiment, '${corpus.name}', is not to be found: its results are here, but nothing can go on.`,
        'Drop that text on the window, and open the experiment again.',
      );
    } catch (error) {
      events.emit('problem', toErrorData(error));
      return null;
    }
  };

  /** The results alone, as those of a report. */
  const show = async (plan: KeptPlan, found: Awaited<ReturnType<typeof textOf>>): Promise<LabSnapshot> => {
    const { runs, damage } = await library().records(plan.id);
    for (const message of damage) events.emit('problem', { code: 'file-not-read', message, next: '' });
    if (found) await ports.texts.use(found.text);
    training.dropResults();
    const results: OpenedFile['results'] = {
      records: runs.map(atRest),
      partial: !plan.complete,
      robustness: plan.robustness,
    };
    held.experiment = plan.experiment;
    held.wantedBytes = plan.corpus.bytes;
    held.corpus = found?.text ?? null;
    held.opened = results;
    held.baselines = found?.baselines ?? plan.baselines;
    held.foreignSummary = found ? null : plan.corpus;
    held.kept = plan.id;
    held.heading = plan.heading;
    learn();
    return announce();
  };

  const planOf = async (id: string): Promise<KeptPlan> => {
    await keeping.written();
    const plan = await library().plan(id);
    if (!plan.trashed) return plan;
    throw new LabError('wrong-state', `'${id}' is in the trash.`, 'Take it out of the trash first.');
  };

  /** @param experiment the plan, or a longer one */
  const open = async (plan: KeptPlan, experiment: Experiment): Promise<LabSnapshot> => {
    const found = await textOf(experiment, plan);
    if (!found || plan.elsewhere) return show(plan, found);
    const { text, baselines } = found;
    try {
      checkMemory(experiment, text.vocabulary.length, ports.memoryLimit);
      await requireTrustedLayers(experiment, ports.plugins);
    } catch (error) {
      events.emit('problem', toErrorData(error));
      return show(plan, found);
    }
    await ports.texts.use(text);
    training.dropResults();
    held.experiment = experiment;
    held.heading = plan.heading;
    held.wantedBytes = null;
    held.corpus = text;
    held.baselines = baselines;
    try {
      const keeper = await keeping.open(plan.id, experiment);
      if (experiment !== plan.experiment) keeping.follow(experiment);
      const how = { whenEnded: training.adding.whenEnded, keeper };
      held.conductor = new Conductor(experiment, text, ports, training.emit, how);
      held.conductor.takeUp();
      // Of a longer experiment an earlier repeat says nothing.
      if (experiment === plan.experiment) robustness.restore(plan.robustness);
    } catch (error) {
      // Another program may have been faster.
      events.emit('problem', toErrorData(error));
      return show(plan, found);
    }
    learn();
    return announce();
  };

  /** The plan alone, of which nothing is trained yet. */
  const setUp = ({ experiment, corpus, baselines, stored }: KeptPlan): Promise<LabSnapshot> =>
    experiments.take(
      withoutStaleAdditions(experiment, experiment),
      { results: null, summary: corpus, baselines, textBytes: corpus.bytes },
      stored,
    );

  return {
    openKept: ({ id }) =>
      training.change('The experiment', async () => {
        const plan = await planOf(id);
        // Where rates are still to be looked for no run has begun: it is set up, and the search goes on there.
        const searches = wantsSearch(plan.experiment);
        sweeps.restore(plan.sweep, searches ? id : null);
        return searches ? setUp(plan) : open(plan, plan.experiment);
      }),
    duplicateKept: ({ id }) =>
      training.change('The experiment', async () => {
        const plan = await planOf(id);
        sweeps.restore(plan.sweep, null);
        return setUp(plan);
      }),
    trainFurther: ({ steps }) =>
      training.change('The number of steps', async () => {
        requireEnded(training.needConductor());
        const { experiment, corpus } = held;
        const longer = parseExperiment({ ...experiment, steps: experiment.steps + steps });
        checkMemory(longer, corpus!.vocabulary.length, ports.memoryLimit);
        if (held.kept === null)
          throw new LabError(
            'wrong-state',
            'Only an experiment that is kept can be given more steps.',
            'Set more steps, and train it anew.',
          );
        await requireTrustedLayers(experiment, ports.plugins);
        await open(await planOf(held.kept), longer);
        training.needConductor().run();
      }),
  } satisfies Partial<LabApi>;
}
