import fs from 'node:fs';
import { expect, test } from 'vitest';
import { PUBLISHED, type PublishedName } from '@/lib/domain/monitoring/published';
import { Histogram } from '@/lib/domain/serving';
import { metricsOf } from './statistics';

const report = {
  versions: [],
  spool: { pendingRows: 0, lagSeconds: 0 },
  database: 'up' as const,
  runners: { ready: 0, starting: 0, broken: 0 },
  logLag: new Histogram([1]),
};

test('drift and quality are scraped with what they stand on', () => {
  const text = metricsOf(report, [
    { measure: 'psi', column: 'a "b"', version: 2, value: 0.25, n: 40, model: 'late' },
    { measure: 'accuracy', column: '', version: 2, value: 0.75, n: 12, model: 'late' },
  ]);
  expect(text).toContain('# TYPE model_drift_psi gauge\n');
  expect(text).toContain('model_drift_psi{model_name="late",model_version="2",column="a \\"b\\""} 0.25\n');
  expect(text).toContain('model_drift_psi_n{model_name="late",model_version="2",column="a \\"b\\""} 40\n');
  expect(text).toContain('model_quality_accuracy{model_name="late",model_version="2"} 0.75\n');
  expect(metricsOf(report)).not.toContain('model_quality_accuracy');
});

test('the dashboard of Grafana asks for nothing that is not there', () => {
  const all = (Object.keys(PUBLISHED) as PublishedName[]).map((measure) => ({
    measure,
    column: '',
    version: 1,
    value: 1,
    n: 1,
    model: 'm',
  }));
  const there = new Set(
    metricsOf(report, all)
      .split('\n')
      .flatMap((line) => /^# TYPE (\S+) (\S+)/.exec(line)?.slice(1, 3).join(' ') ?? []),
  );
  const text = fs.readFileSync('public/grafana-dashboard.json', 'utf8');
  const asked = new Set(text.match(/\b(?:model|request|implanta)_[a-z_]+(?=[{",)[ ]|$)/gm));
  for (const own of ['model_name', 'model_version']) asked.delete(own);
  expect(asked.size).toBeGreaterThan(10);
  for (const name of asked) {
    const base = name.replace(/_bucket$/, '');
    expect(
      [...there].some((one) => one.startsWith(`${base} `)),
      name,
    ).toBe(true);
  }
});
