'use client';
import { SectionHeading } from '@/components/ui/panel';
import { StatRow } from '@/components/ui/stat';
import { StateIcon, type StateKind } from '@/components/ui/state';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Version } from '@/lib/domain/registry/schema';

/** What a trial run in an isolated process measured and found. */
export function VersionProbe({ version: { probe, signature } }: { version: Version }) {
  const t = useTranslations('registry.probe');
  const format = useFormat();
  const split = (text: string): { value: string; unit?: string } => {
    const [value = text, unit] = text.split('\u00a0');
    return { value, ...(unit ? { unit } : {}) };
  };
  const runs = t('runs', { count: probe.runs });
  const nullable = signature.inputs.filter((input) => input.nullable);
  const facts: { key: string; kind: StateKind; text: string }[] = [
    {
      key: 'deterministic',
      kind: probe.deterministic ? 'ok' : 'warn',
      text: t(probe.deterministic ? 'deterministic' : 'notDeterministic'),
    },
    {
      key: 'batches',
      kind: probe.batchInvariant ? 'ok' : 'info',
      text: t(probe.batchInvariant ? 'batches' : 'noBatches'),
    },
    {
      key: 'nullable',
      kind: nullable.length > 0 ? 'ok' : 'info',
      text:
        nullable.length > 0
          ? t('nullable', {
              names: nullable
                .slice(0, 10)
                .map(({ name }) => name)
                .join(', '),
              count: nullable.length,
            })
          : t('notNullable'),
    },
  ];
  return (
    <>
      <SectionHeading id="probe" title={t('title')} hint={t('hint')} />
      <div className="flex flex-col gap-3">
        <StatRow
          stats={
            probe.runs > 0
              ? [
                  { key: 'p50', label: t('p50'), ...split(format.duration(probe.latencyMsP50)), detail: runs },
                  { key: 'p95', label: t('p95'), ...split(format.duration(probe.latencyMsP95)), detail: runs },
                ]
              : [{ key: 'none', label: t('p50'), value: '–', detail: t('noRuns') }]
          }
        />
        <StatRow
          stats={[
            { key: 'load', label: t('load'), ...split(format.duration(probe.loadMs)), detail: t('once') },
            {
              key: 'memory',
              label: t('memory'),
              ...(probe.memoryBytes === null ? { value: '–' } : split(format.bytes(probe.memoryBytes))),
              detail: probe.memoryBytes === null ? t('memoryUnknown') : t('memoryDetail'),
            },
          ]}
        />
      </div>
      <ul className="mt-3 flex flex-col gap-1.5 text-sm">
        {facts.map(({ key, kind, text }) => (
          <li key={key} className="flex gap-1.5">
            <StateIcon kind={kind} className="mt-0.5 shrink-0" />
            {text}
          </li>
        ))}
      </ul>
    </>
  );
}
