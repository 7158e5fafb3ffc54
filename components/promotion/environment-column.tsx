'use client';
import type { ReactNode } from 'react';
import { DefinitionList } from '@/components/ui/definition-list';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { EnvironmentView } from '@/lib/domain/promotion/schema';

/** What answers in one environment, since when and by whom, and the calls of the window. */
export function EnvironmentColumn({
  view,
  model,
  children,
}: {
  view: EnvironmentView;
  model: string;
  children?: ReactNode;
}) {
  const t = useTranslations('promotion.environments');
  const format = useFormat();
  const { environment, version, since, by, calls, failed, latencyMs } = view;
  const answered = calls - failed;
  const latency = (ms: number | undefined) => (ms === undefined ? '–' : format.duration(ms));
  return (
    <Panel>
      <section aria-label={t(`names.${environment}`)} className="flex flex-col gap-4">
        <SectionHeading
          level={3}
          title={t(`names.${environment}`)}
          hint={version === null ? t('empty') : t('versionOf', { number: version })}
        />
        <DefinitionList
          items={[
            {
              key: 'since',
              term: t('since'),
              value: since === null ? '–' : t('sinceBy', { when: format.dayTime(since), who: by ?? '–' }),
            },
            { key: 'calls', term: t('counted'), value: format.number(calls) },
            {
              key: 'failed',
              term: t('failedCalls'),
              value:
                calls === 0
                  ? '–'
                  : t('failedOf', { share: format.percent(failed / calls, { digits: 1 }), failed, calls }),
            },
            {
              key: 'latency',
              term: t('latency'),
              value: t('latencyOf', { p50: latency(latencyMs?.p50), p95: latency(latencyMs?.p95), n: answered }),
            },
            {
              key: 'address',
              term: t('address'),
              value: <code>{`/v2/models/${model}/versions/${environment}/infer`}</code>,
            },
          ]}
        />
        {children}
      </section>
    </Panel>
  );
}
