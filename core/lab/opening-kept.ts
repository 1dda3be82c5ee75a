import type { LabSnapshot } from '../contract/lab-data.ts';
import { LabError, toErrorData } from '../errors.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { checkMemory } from '../experiments/memory.ts';
import type { addingSeeds } from './adding-seeds.ts';
import type { Events } from '../contract/events.ts';
import type { Held } from './held.ts';
import type { keepingOf } from './keeping.ts';
import type { KeptPlan, LibraryPort } from './library-port.ts';
import { atRest, type OpenedFile } from './opened-file.ts';
import type { LabPorts } from './ports.ts';
import type { repeating } from './repeating.ts';
import type { texting } from './texting.ts';
import { Conductor } from './training/conductor.ts';

/** What opening a kept experiment needs to know of the lab. */
interface OpeningLab {
  readonly held: Held;
  readonly events: Events;
  readonly texts: Pick<ReturnType<typeof texting>, 'textOf'>;
  readonly keeping: ReturnType<typeof keepingOf>;
  readonly adding: Pick<ReturnType<typeof addingSeeds>, 'whenEnded'>;
  readonly robustness: Pick<ReturnType<typeof repeating>, 'restore'>;
  readonly emit: Events['emit'];
  learn(): void;
  announce(): LabSnapshot;
  dropResults(): void;
  requireTrustedLayers(ids?: readonly string[]): Promise<void>;
}

/** Takes kept experiments to the screen: with their threads behind them where that can be, else as results alone. */
export function openingKept(lab: OpeningLab, ports: LabPorts) {
  const { held, keeping } = lab;

  const library = (): LibraryPort => {
    if (ports.library) return ports.library;
    throw new LabError('wrong-state', 'This host keeps no experiments.', 'Open a report instead.');
  };

  /** The text of a kept experiment; null where it is not to be had, and then it is said why. */
  const textOf = async (experiment: Experiment, { stored, corpus }: KeptPlan) => {
    try {
      const found = await lab.texts.textOf(experiment, stored);
      if (found) return found;
      throw new LabError(
        'text-not-found',
        `The text of this experiment, '${corpus.name}', is not to be found: its results are here, but nothing can go on.`,
        'Drop that text on the window, and open the experiment again.',
      );
    } catch (error) {
      lab.events.emit('problem', toErrorData(error));
      return null;
    }
  };

  /** The results alone, as those of a report. */
  const show = async (plan: KeptPlan, found: Awaited<ReturnType<typeof textOf>>): Promise<LabSnapshot> => {
    const { runs, damage } = await library().records(plan.id);
    for (const message of damage) lab.events.emit('problem', { code: 'file-not-read', message, next: '' });
    if (found) await ports.texts.use(found.text);
    lab.dropResults();
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
    lab.learn();
    return lab.announce();
  };

  return {
    async planOf(id: string): Promise<KeptPlan> {
      await keeping.written();
      const plan = await library().plan(id);
      if (!plan.trashed) return plan;
      throw new LabError('wrong-state', `'${id}' is in the trash.`, 'Take it out of the trash first.');
    },

    /** @param experiment the plan, or a longer one */
    async open(plan: KeptPlan, experiment: Experiment): Promise<LabSnapshot> {
      const found = await textOf(experiment, plan);
      if (!found || plan.elsewhere) return show(plan, found);
      const { text, baselines } = found;
      const before = held.experiment;
      try {
        checkMemory(experiment, text.vocabulary.length, ports.memoryLimit);
        held.experiment = experiment;
        await lab.requireTrustedLayers();
      } catch (error) {
        lab.events.emit('problem', toErrorData(error));
        return show(plan, found);
      } finally {
        held.experiment = before;
      }
      await ports.texts.use(text);
      lab.dropResults();
      held.experiment = experiment;
      held.heading = plan.heading;
      held.wantedBytes = null;
      held.corpus = text;
      held.baselines = baselines;
      try {
        const keeper = await keeping.open(plan.id, experiment);
        if (experiment !== plan.experiment) keeping.follow(experiment);
        held.conductor = new Conductor(
          experiment,
          text,
          ports,
          lab.emit,
          undefined,
          lab.adding.whenEnded,
          keeper,
        );
        held.conductor.takeUp();
        // Of a longer experiment an earlier repeat says nothing.
        if (experiment === plan.experiment) lab.robustness.restore(plan.robustness);
      } catch (error) {
        // Another program may have been faster.
        lab.events.emit('problem', toErrorData(error));
        return show(plan, found);
      }
      lab.learn();
      return lab.announce();
    },
  };
}
