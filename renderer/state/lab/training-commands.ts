import type { HostCommand } from '../../../core/contract/host-commands.ts';

/** The buttons of the top bar that commands of a menu press: what may be done, and why not, they know. */
const buttons = {
  run: '[data-testid="run-button"], [data-testid="pause-button"]',
  step: '[data-testid="step-button"]',
  stop: '[data-testid="stop-button"]',
  reset: '[data-testid="reset-button"]',
} as const satisfies Partial<Record<HostCommand, string>>;

type TrainingCommand = keyof typeof buttons;

export const isTraining = (command: HostCommand): command is TrainingCommand => command in buttons;

/** Presses the button of a command; nothing happens where it is not there, or cannot be pressed. */
export function pressTraining(command: TrainingCommand): void {
  document.querySelector<HTMLButtonElement>(buttons[command])?.click();
}
