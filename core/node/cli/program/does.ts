/**
 * What a command does, loaded once it is asked for, so that it costs the start of no other.
 * @param load the function that is given the arguments, the options and the command
 */
export const does =
  (load: () => Promise<(...given: never[]) => unknown>) =>
  async (...given: unknown[]): Promise<void> => {
    await (
      await load()
    )(...(given as never[]));
  };
