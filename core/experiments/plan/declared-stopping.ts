import type { YardstickId } from '../../yardsticks/registry.ts';

/** Ends a run at the first evaluation at which a yardstick is at the value or better. */
export interface TargetRule {
  readonly yardstick: YardstickId;
  readonly value: number;
}

/** Ends a run when the last so many evaluations have brought no more than the tolerance. */
export interface PlateauRule {
  readonly yardstick: YardstickId;
  readonly evaluations: number;
  /** In the unit of the yardstick; 0 asks for any progress at all. */
  readonly tolerance: number;
}

/** Ends the runs of an arm after less than the steps of the experiment. Of time there is none: no clock enters a result. */
export interface BudgetRule {
  readonly unit: 'steps' | 'characters';
  /** For every arm without one of its own; null where those have only the steps of the experiment. */
  readonly limit: number | null;
  readonly arms: readonly { readonly armId: string; readonly limit: number }[];
}

/** What ends a run before the last step of the experiment. Each run is judged by itself, and the others go on. */
export interface Stopping {
  readonly target: TargetRule | null;
  readonly plateau: PlateauRule | null;
  readonly budget: BudgetRule | null;
}
