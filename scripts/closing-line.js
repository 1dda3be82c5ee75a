/** A reporter for vitest that ends the run with one line of counts, after the name and reason of each skipped test. */
export default class ClosingLine {
  onTestRunEnd(modules, errors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state) => tests.filter((test) => test.result().state === state);
    const skipped = inState('skipped');
    // A file that cannot be loaded has no tests, and must not pass for that.
    const broken = modules.filter(
      (module) => module.state() === 'failed' && [...module.children.allTests()].length === 0,
    );
    const failed = inState('failed').length + broken.length + errors.length;

    for (const test of skipped) {
      const reason = test.result().note ?? 'no reason given';
      process.stdout.write(`skipped: ${test.module.relativeModuleId ?? ''} ${test.fullName} — ${reason}\n`);
    }
    const counts = [`${inState('passed').length} passed`, `${failed} failed`];
    if (skipped.length > 0) counts.push(`${skipped.length} skipped`);
    process.stdout.write(`${counts.join(', ')}\n`);
  }
}
