import type { LabApi, LabEventName } from './lab-api.ts';

// Written as records so that the compiler refuses a method or an event that is missing here.
const methods: Readonly<Record<keyof LabApi, true>> = {
  capabilities: true,
  catalogue: true,
  snapshot: true,
  beginText: true,
  appendText: true,
  finishText: true,
  cancelText: true,
  openTextDialog: true,
  cancelReading: true,
  useBuiltin: true,
  rereadText: true,
  setExperiment: true,
  openExperiment: true,
  run: true,
  pause: true,
  step: true,
  stop: true,
  reset: true,
  addSeeds: true,
  startRobustness: true,
  cancelRobustness: true,
  sample: true,
  duel: true,
  keptSteps: true,
  probe: true,
  unitResponses: true,
  checkGradient: true,
  lookAtFormula: true,
  formulaGuide: true,
  sweepState: true,
  startSweep: true,
  cancelSweep: true,
  matchNorms: true,
  proposePlugin: true,
  trustPlugin: true,
  inspectPlugin: true,
  pluginGuide: true,
  exportExperiment: true,
  exportReport: true,
  saveFiles: true,
};

const events: Readonly<Record<LabEventName, true>> = {
  snapshot: true,
  phase: true,
  progress: true,
  robustness: true,
  sweep: true,
  reading: true,
  problem: true,
};

/** Every method of the contract. */
export const labMethods = Object.keys(methods) as readonly (keyof LabApi)[];

/** Every event of the contract. */
export const labEvents = Object.keys(events) as readonly LabEventName[];
