import { writeFileSync, mkdirSync } from 'node:fs';
import { it } from 'vitest';
import { buildReport } from '../../../core/reports/report.ts';
import { parseReport } from '../../../core/reports/json.ts';
import { reportFiles } from '../../../core/reports/report-files.ts';
import { input, experiment, sampleRuns, corpus, outputLayers, run, evaluation } from './report-fixtures.ts';
it('x', () => {
  mkdirSync('/tmp/rep', { recursive: true });
  const h = `"><img src=x onerror=alert(1)><script>alert(2)</script></pre></svg></style>]]>--> =cmd() ' \` http://evil.example \u202eevil\0`;
  const arms = [
    ...experiment().arms,
    ...[0.01, 0.3, 1].map((rate, i) => ({ id: 'x' + i, layer: 'softmax-cross-entropy', rate, clamp: null })),
    { id: 'ill', layer: 'linear-cross-entropy', rate: 0.001, clamp: 1e-7 },
  ];
  const spec = experiment({
    arms,
    seeds: [1, 2],
    name: h,
    question: '很长的问题：哪一个输出层学得更快？'.repeat(6),
  });
  const runs = sampleRuns(spec).map((r, i) =>
    i === 1
      ? { ...r, status: 'failed' as const, failure: h }
      : { ...r, glimpse: { ...r.glimpse!, sample: h.repeat(3) + '语料'.repeat(80) } },
  );
  const change = {
    experiment: spec,
    runs,
    corpus: { ...corpus, name: h, warnings: [h], entropyRate: 3.3, unigramEntropy: 3.56 },
    partial: true,
  };
  for (const f of reportFiles(buildReport(input()), ['html', 'markdown', 'csv', 'json']))
    writeFileSync('/tmp/rep/' + f.name, f.bytes);
  for (const f of reportFiles(buildReport(input(change)), ['html', 'markdown']))
    writeFileSync('/tmp/rep/h-' + f.name, f.bytes);
  const one = experiment({ arms: experiment().arms.slice(2, 3), seeds: [1], steps: 1 });
  for (const f of reportFiles(
    buildReport(
      input({ experiment: one, runs: [run('softmax-cross-entropy', 1, [evaluation(0, 6)])], partial: true }),
    ),
    ['html'],
  ))
    writeFileSync('/tmp/rep/o-' + f.name, f.bytes);
  const big = experiment({
    seeds: [1, 2, 3, 4, 5],
    steps: 100000,
    evaluation: { every: 100, characters: 5000 },
  });
  const bi = input({ experiment: big });
  for (const k of ['html', 'markdown', 'csv', 'json'] as const) {
    const r = buildReport(bi);
    const t = performance.now();
    const [f] = reportFiles(r, [k]);
    console.log(k, f!.bytes.length, Math.round(performance.now() - t));
    if (k === 'html') writeFileSync('/tmp/rep/b-report.html', f!.bytes);
    if (k === 'json') {
      const s = new TextDecoder().decode(f!.bytes);
      const t = performance.now();
      parseReport(s);
      console.log('parse', Math.round(performance.now() - t));
    }
  }
  {
    const t = performance.now();
    buildReport(bi);
    console.log('build', Math.round(performance.now() - t));
  }
}, 120000);
