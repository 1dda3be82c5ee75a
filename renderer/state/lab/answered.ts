/**
 * Takes an answer that an effect has asked for, unless the effect has ended or begun anew by then.
 * @param take not called where the question has failed
 * @returns what the effect does as it ends
 */
export function answered<T>(answer: Promise<T>, take: (answer: T) => void): () => void {
  let wanted = true;
  answer.then(
    (found) => {
      if (wanted) take(found);
    },
    () => undefined,
  );
  return () => void (wanted = false);
}
