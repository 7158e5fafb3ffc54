'use client';
import { Note } from '@/components/ui/note';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { PLANNED_DAYS, type TriggersPlan } from '@/lib/domain/retraining/schema';
import { useReasonWords } from './use-reason-words';

const SHOWN = 10;

/** When triggers would have trained the model, and what happened at all in that time. */
export function PlannedRuns({ plan }: { plan: TriggersPlan }) {
  const t = useTranslations('retraining.triggers');
  const format = useFormat();
  const reason = useReasonWords();
  const more = plan.runs.length - SHOWN;
  return (
    <Note
      kind="info"
      title={t('plan.title', { count: plan.runs.length, days: PLANNED_DAYS })}
      detail={
        <>
          <ul className="mt-1">
            {plan.runs.slice(0, SHOWN).map((run) => (
              <li key={run.at}>
                {format.dayTime(run.at)}: {reason(run.reason)}
              </li>
            ))}
          </ul>
          {more > 0 ? <p>{t('plan.more', { count: more })}</p> : null}
          <p className="mt-1">{t('plan.seen', plan.seen)}</p>
        </>
      }
    />
  );
}
