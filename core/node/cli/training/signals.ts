/**
 * What asks a program to end, with the exit status that says so: 128 and the number of the signal. SIGUSR1 is what
 * schedulers send some time before they end a job (Slurm's --signal); its number is Linux's.
 */
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGUSR1: 138 } as const;

type Stop = (status: number) => void;

/** Ends at once: nothing is under way that could be kept, or it was asked for a second time. */
const leave: Stop = (status) => process.exit(status);

let stop = leave;
let listens = false;

/**
 * Ends this program by a signal with its exit status from here on, whatever it does; without it SIGUSR1 would start the
 * debugger of Node.
 */
export function endBySignals(): void {
  if (listens) return;
  listens = true;
  for (const [signal, status] of Object.entries(signals))
    process.on(signal, () => {
      const asked = stop;
      stop = leave;
      asked(status);
    });
}

/**
 * Ends work in good order when the user, the system or a terminal that is closed asks for it.
 * @param inOrder told the exit status
 * @returns the way to listen no more
 */
export function onInterrupt(inOrder: Stop): () => void {
  endBySignals();
  stop = inOrder;
  return () => {
    stop = leave;
  };
}
