'use client';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { GateView } from '@/lib/domain/validation/schema';

/** Who changed the rules of a gate, and how many are not the usual ones since. */
export function GateHistory({ history }: { history: GateView['history'] }) {
  const t = useTranslations('validation.gate');
  const format = useFormat();
  return (
    <Section label={t('history')}>
      <SectionHeading title={t('history')} />
      <Panel flush>
        {history.length === 0 ? (
          <p className="px-5 py-4 text-md text-ink-2 max-md:px-4">{t('noHistory')}</p>
        ) : (
          <ol className="divide-y divide-line">
            {history.map(({ revision, rules, changedBy, changedAt }) => (
              <li key={revision} className="px-5 py-3 text-md max-md:px-4">
                {t('revision', { revision, who: changedBy, when: format.dayTime(changedAt) })}
                <span className="block text-xs text-ink-3">
                  {t('changed', { count: rules.rules.length })}
                  {rules.mustBeValidated ? ` · ${t('mustOn')}` : null}
                </span>
              </li>
            ))}
          </ol>
        )}
      </Panel>
    </Section>
  );
}
