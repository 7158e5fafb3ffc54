'use client';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { FileBeside } from '@/lib/domain/upstream/schema';

/** How many of the newest answers were compared, and how many of them agree. */
export function AgreementBar({
  beside,
  goalAnswers,
  goalPercent,
}: {
  beside: FileBeside;
  goalAnswers: number;
  goalPercent: number;
}) {
  const t = useTranslations('upstream.beside');
  const format = useFormat();
  const { compared, agreeing } = beside;
  const words = t('agreement', {
    agreeing: format.number(agreeing),
    compared: format.number(compared),
    share: compared === 0 ? '–' : format.percent(agreeing / compared),
  });
  return (
    <div>
      <p className="text-md font-medium">{words}</p>
      <div
        role="progressbar"
        aria-label={t('progress')}
        aria-valuemin={0}
        aria-valuemax={goalAnswers}
        aria-valuenow={Math.min(compared, goalAnswers)}
        aria-valuetext={words}
        className="mt-2 h-2 overflow-hidden rounded-full bg-sunken"
      >
        <div className="h-full bg-accent" style={{ width: `${Math.min(100, (100 * agreeing) / goalAnswers)}%` }} />
      </div>
      <p className="mt-2 text-xs text-ink-3">
        {t('goal', { answers: format.number(goalAnswers), percent: format.percent(goalPercent / 100) })} {t('equal')}
      </p>
    </div>
  );
}
