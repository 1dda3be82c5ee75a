/**
 * Address of the program of a thread, which is built beside the main program. Of a packed lab these programs lie beside
 * the archive, where the plain Node of a thread reads them.
 * @param main where the main program is: shared modules may be bundled elsewhere
 */
const beside = (main: string) => (name: string) =>
  new URL(`./${name}.js`, main.replace('/app.asar/', '/app.asar.unpacked/'));

/** The threads every lab has. */
export function threadFiles(main: string) {
  const file = beside(main);
  return {
    trainThread: file('train-thread'),
    corpusThread: file('corpus-thread'),
    reportThread: file('report-thread'),
    openThread: file('open-thread'),
    probeThread: file('probe-thread'),
  };
}

/** The threads of a lab that keeps a library. */
export function libraryThreadFiles(main: string) {
  const file = beside(main);
  return { libraryThread: file('library-thread'), storeThread: file('store-thread') };
}
