import { untrack } from 'svelte';
import type { ReportFormat } from '../../../core/contract/lab-data.ts';
import type { ReportPart } from '../../../core/contract/report-heading.ts';
import type {
  KeptHeading,
  ReportedPlace,
  ReportHeading,
} from '../../../core/contract/report-heading-schema.ts';
import type { Language } from '../../../core/words/language.ts';
import { toErrorData, type LabErrorData } from '../../../core/errors.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';
import { exportReport } from './reports.ts';

/** Milliseconds without a change after which the page is asked for again. */
const patience = 500;

const saysNothing: KeptHeading = { title: '', authors: [], address: '', notes: '', leftOut: [] };

/** The report on the screen: what its authors say, and the page as the lab would export it now. */
export class ReportScreen {
  readonly #lab: LabState;
  title = $state('');
  /** One a line. */
  authors = $state('');
  address = $state('');
  notes = $state('');
  leftOut = $state.raw<readonly ReportPart[]>([]);
  /** The derivation stands on it, at the place that its own tab looks at. */
  derivation = $state(false);
  /** What the page is written in, whatever the screen speaks. */
  language = $state<Language>('en');
  page = $state.raw('');
  problem = $state.raw<LabErrorData | null>(null);
  asking = $state(false);
  /** Results that the page is of, as far as they say that it is old. */
  readonly #results = $derived.by(() => {
    const { experiment, phase, runs } = this.#lab;
    const done = runs.map(({ status, evaluations }) => [status, evaluations.length]);
    // While it trains a page is made now and then, and not at every evaluation.
    return JSON.stringify([
      experiment,
      phase,
      phase === 'running'
        ? Math.floor(Math.max(0, ...runs.map(({ evaluations }) => evaluations.length)) / 10)
        : done,
    ]);
  });

  readonly #place: () => ReportedPlace;

  /** @param place what the Derivation tab looks at */
  constructor(lab: LabState, place: () => ReportedPlace) {
    this.#lab = lab;
    this.#place = place;
  }

  /** What of the heading is kept with the experiment; null for nothing. */
  readonly #kept = $derived.by((): KeptHeading | null => {
    const authors = this.authors
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    const said = {
      title: this.title.trim(),
      authors,
      address: this.address.trim(),
      notes: this.notes.trim(),
    };
    const { leftOut, language } = this;
    const empty =
      Object.values({ ...said, leftOut }).every(({ length }) => length === 0) && language === 'en';
    return empty ? null : { ...said, leftOut, ...(language !== 'en' && { language }) };
  });

  /** What the authors say; undefined where they say nothing. */
  readonly heading = $derived.by((): ReportHeading | undefined =>
    this.derivation
      ? { ...(this.#kept ?? saysNothing), derivation: this.#place() }
      : (this.#kept ?? undefined),
  );

  /** What the lab has told last, and what it was told last. */
  #heard = 'null';
  #told = 'null';

  /** The experiment on the screen has brought along what authors say on its report. */
  #hear(heading: KeptHeading | null): void {
    const heard = JSON.stringify(heading);
    if (heard === this.#heard) return;
    this.#heard = heard;
    if (heard === this.#told) return;
    this.#told = heard;
    const { title, authors, address, notes, leftOut, language = 'en' } = heading ?? saysNothing;
    Object.assign(this, { title, authors: authors.join('\n'), address, notes, leftOut, language });
  }

  /** The lab keeps what was typed with the experiment. */
  #tell(heading: KeptHeading | null): void {
    const said = JSON.stringify(heading);
    if (said === this.#told) return;
    this.#told = said;
    void this.#lab
      .act('setting', async (lab) => {
        await lab.describeReport({ heading });
        return true;
      })
      .then((kept) => {
        // What was refused is told again with the next change, or as the tab is left.
        if (!kept && this.#told === said) this.#told = '';
      });
  }

  /** Asks for the page whenever it is old; in an effect of the view, so that nothing is asked for behind other tabs. */
  follow(): void {
    // What was told as the tab was left is not news; what another experiment has brought since is.
    this.#heard = this.#told;
    $effect(() => {
      const { heading } = this.#lab;
      untrack(() => this.#hear(heading));
    });
    $effect(() => {
      const kept = this.#kept;
      const timer = setTimeout(() => this.#tell(kept), patience);
      return () => clearTimeout(timer);
    });
    // What was typed last stays, also where the tab is left at once.
    $effect(() => () => this.#tell(untrack(() => this.#kept)));
    $effect(() => {
      const { heading } = this;
      void this.#results;
      const timer = setTimeout(() => void this.#ask(heading), patience);
      return () => clearTimeout(timer);
    });
  }

  async #ask(heading: ReportHeading | undefined): Promise<void> {
    this.asking = true;
    try {
      this.page = await this.#lab.lab.reportPage(heading ? { heading } : {});
      this.problem = null;
    } catch (error) {
      this.problem = toErrorData(error);
    } finally {
      this.asking = false;
    }
  }

  toggle(part: ReportPart): void {
    this.leftOut = this.leftOut.includes(part)
      ? this.leftOut.filter((each) => each !== part)
      : [...this.leftOut, part];
  }

  export(formats: readonly ReportFormat[]): Promise<void> {
    return exportReport(this.#lab, formats, this.heading);
  }
}
