import { expect, test } from 'vitest';
import type { MonitoringReport } from './schema';
import { writeReportMail } from './write-report-mail';

const measure = (value: number) => ({ value, low: null, high: null, baseline: null, binning: 0 });
/** As much of a report as its mail speaks of. */
const report = (more: object = {}) =>
  ({
    model: { id: 'm', name: 'iris' },
    from: '2026-11-23T06:00:00.000Z',
    to: '2026-11-30T06:00:00.000Z',
    traffic: { totals: { calls: 12_345, rows: 12_345, errors: 55, latencyMs: { p50: 1.5, p95: 12.25, p99: 30 } } },
    drift: { watch: { days: [{ p: 0.5 }, { p: 0.0001 }, { p: null }], alarms: 1 } },
    performance: { n: 412, result: { kind: 'classes', measures: { accuracy: measure(0.9345) } } },
    incidents: [{ closedAt: null }, { closedAt: '2026-11-24T06:00:00.000Z' }],
    isCut: false,
    ...more,
  }) as unknown as MonitoringReport;
const to = { language: 'en', project: 'desk', url: 'https://implanta.example/r' } as const;

test('says the numbers that matter in a few lines, in the language of the schedule', () => {
  const { subject, text } = writeReportMail(report(), to);
  expect(subject).toBe('[Implanta] Report of iris, Nov 23, 2026 to Nov 30, 2026, UTC');
  expect(text.split('\n').slice(2, 9)).toEqual([
    'Calls: 12,345 answered, 55 errors (0.4435% of all).',
    'Latency: p95 12.25 ms, p50 1.5 ms.',
    'Drift: one alarm in 2 judged days.',
    'Accuracy by labels: 93.45% (n = 412).',
    'Incidents: 2, 1 still open.',
    '',
    'Open the report: https://implanta.example/r',
  ]);
  expect(writeReportMail(report(), { ...to, language: 'pt-BR' }).text).toContain(
    'Chamadas: 12.345 respondidas, 55 erros (0,4435% de todas).\nLatência: p95 12,25 ms, p50 1,5 ms.\nDesvio: um alarme em 2 dias julgados.',
  );
});

test('says what there is not', () => {
  const nothing = { calls: 0, rows: 0, errors: 0, latencyMs: { p50: null, p95: null, p99: null } };
  const { text } = writeReportMail(
    report({ traffic: { totals: nothing }, drift: null, performance: { n: 0, result: null }, incidents: [] }),
    to,
  );
  expect(text).toContain(
    'Calls: none.\nDrift: no day could be judged.\nPerformance: no labels.\nIncidents: 0.\n\nOpen',
  );
});
