'use client';
import { useQuery } from '@tanstack/react-query';
import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { State } from '@/components/ui/state';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Triggers } from '@/lib/domain/retraining/schema';
import { WEEKDAYS } from '@/lib/pure/calendar/last-due';
import { retrainingQueries } from './queries';
import { TriggersPanel } from './triggers-panel';

/** When the model is trained again by itself. */
export function TriggersSection({ project, model, mayManage }: { project: string; model: string; mayManage: boolean }) {
  const t = useTranslations('retraining.triggers');
  const format = useFormat();
  const [isOpen, setIsOpen] = useState(false);
  const query = useQuery(retrainingQueries.triggers(project, model));
  const change = mayManage ? (
    <Button icon={<SlidersHorizontal aria-hidden="true" />} onClick={() => setIsOpen(true)}>
      {query.data?.triggers ? t('change') : t('set')}
    </Button>
  ) : undefined;
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} actions={query.data?.triggers ? change : undefined} />
      <QueryPanel
        query={query}
        isEmpty={(data) => data.triggers === null}
        empty={
          <Panel flush>
            <EmptyState title={t('none')} action={change}>
              {t('noneHint')}
            </EmptyState>
          </Panel>
        }
      >
        {({ triggers, updatedAt, updatedBy }) =>
          triggers ? (
            <Panel>
              <div className="flex flex-col gap-2 text-sm">
                <State kind={triggers.enabled ? 'ok' : 'off'}>{triggers.enabled ? t('on') : t('off')}</State>
                <TriggerSentences triggers={triggers} />
              </div>
              {updatedAt ? (
                <p className="mt-4 text-xs text-ink-3">
                  {t('saved', { who: updatedBy ?? '', when: format.dayTime(updatedAt) })}
                </p>
              ) : null}
            </Panel>
          ) : null
        }
      </QueryPanel>
      {isOpen && query.data ? (
        <TriggersPanel project={project} model={model} before={query.data.triggers} onClose={() => setIsOpen(false)} />
      ) : null}
    </Section>
  );
}

function TriggerSentences({ triggers }: { triggers: Triggers }) {
  const t = useTranslations('retraining.triggers');
  const { schedule, rules, corrections, labelledRows, dataset, restHours, perWeek, quiet } = triggers;
  const hour = (at: number) => String(at).padStart(2, '0');
  const causes = [
    schedule
      ? t(`when.${schedule.every}`, { hour: hour(schedule.hour), day: t(`days.${dayOf(schedule.weekday)}`) })
      : null,
    rules.length > 0 ? t('when.rules', { count: rules.length }) : null,
    corrections === null ? null : t('when.corrections', { count: corrections }),
    labelledRows === null ? null : t('when.labelledRows', { count: labelledRows }),
    dataset ? t('when.dataset') : null,
  ].filter((cause) => cause !== null);
  return (
    <>
      {causes.length > 0 ? (
        <ul className="list-disc pl-5">
          {causes.map((cause) => (
            <li key={cause}>{cause}</li>
          ))}
        </ul>
      ) : (
        <p>{t('when.never')}</p>
      )}
      <p className="text-ink-2">
        {t('limits', { rest: restHours, perWeek })}
        {quiet ? ` ${t('quietAt', { from: hour(quiet.fromHour), to: hour(quiet.toHour) })}` : ''}
      </p>
    </>
  );
}

const dayOf = (weekday: number) => WEEKDAYS[weekday - 1] ?? '1';
