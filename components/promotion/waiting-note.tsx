'use client';
import { Note } from '@/components/ui/note';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Promotion } from '@/lib/domain/promotion/schema';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** What the stage of a promotion waits for: calls enough for its guards, or a person. Nothing while its time is not over. */
export function WaitingNote({ promotion }: { promotion: Promotion }) {
  const t = useTranslations('promotion.waiting');
  const names = useTranslations('promotion.guards.names');
  const format = useFormat();
  const { state, stage, stageSince, pausedAt, rules, guards } = promotion;
  const holdMinutes = rules.stages[stage]?.minutes;
  if (state !== 'rolling' || stageSince === null || holdMinutes === undefined || !guards) return null;
  const overMs = Date.parse(stageSince) + holdMinutes * MINUTE_MS;
  const few = guards.views.filter(({ verdict, isAwaited, needed }) => verdict === 'few' && isAwaited && needed > 0);
  if (pausedAt === null && (few.length === 0 || Date.parse(guards.at) < overMs)) return null;
  const list = few
    .map(({ guard, counted, needed }) => t(`of.${guard}`, { guard: names(guard), counted, needed }))
    .join('; ');
  return pausedAt === null ? (
    <Note kind="busy" detail={t('until', { when: format.dayTime(overMs + rules.waitHours * HOUR_MS) })}>
      {t('waits', { list })}
    </Note>
  ) : (
    <Note kind="warn" title={t('paused', { when: format.dayTime(pausedAt) })} detail={t('pausedHint')}>
      {list ? t('lacks', { list }) : t('enough')}
    </Note>
  );
}
