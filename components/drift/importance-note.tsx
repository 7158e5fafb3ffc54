'use client';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { DriftImportance } from '@/lib/domain/drift/schema';
import { noonOf } from '@/lib/pure/calendar/noon-of';

/** What the importances are worth: how well the answers were imitated, on which days. */
export function ImportanceNote({ importance: { state, imitation } }: { importance: DriftImportance }) {
  const t = useTranslations('drift.importance');
  const format = useFormat();
  return (
    <p className="mt-3 max-w-[112ch] text-xs text-ink-3">
      {imitation
        ? t(`${imitation.measure}.${state === 'known' ? 'known' : 'bad'}`, {
            score: format.number(imitation.score, { digits: 2 }),
            percent: format.percent(imitation.score),
            baseline: format.percent(imitation.baseline),
            rows: imitation.learnt.rows,
            days: imitation.learnt.days,
            heldRows: imitation.heldOut.rows,
            heldDays: imitation.heldOut.days,
            from: format.day(noonOf(imitation.from)),
            to: format.day(noonOf(imitation.to)),
          })
        : t(state === 'waiting' ? 'waiting' : 'nothing')}{' '}
      {state === 'known' ? t('how') : null}{' '}
      {imitation && imitation.chosenOf > imitation.columns
        ? t('chosen', { columns: imitation.columns, of: imitation.chosenOf })
        : null}
    </p>
  );
}
