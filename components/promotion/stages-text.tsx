'use client';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { PromotionRules } from '@/lib/domain/promotion/schema';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** The way of a version in a sentence: shares and times, then what takes it back. */
export function StagesText({ rules }: { rules: PromotionRules }) {
  const t = useTranslations('promotion.rules');
  const format = useFormat();
  const stages = rules.stages.map(({ percent, minutes }) =>
    t('stageOf', {
      percent: format.percent(percent / 100, { digits: percent < 1 ? 1 : 0 }),
      time: format.duration(minutes * MINUTE_MS),
    }),
  );
  const { errorPoints, latencyFactor, answerPoints, accuracyPoints } = rules.guards;
  const guards = [
    errorPoints === null ? null : t('guardOf.errors', { points: format.number(errorPoints) }),
    latencyFactor === null ? null : t('guardOf.latency', { factor: format.number(latencyFactor) }),
    answerPoints === null ? null : t('guardOf.answers', { points: format.number(answerPoints) }),
    accuracyPoints === null ? null : t('guardOf.accuracy', { points: format.number(accuracyPoints) }),
  ].filter((guard) => guard !== null);
  return (
    <>
      {rules.approval === 'second-person' ? `${t('approvalOf')} ` : ''}
      {stages.length > 0 ? t('way', { stages: stages.join(', ') }) : t('wayAtOnce')}{' '}
      {guards.length > 0
        ? t('back', { guards: guards.join(', '), time: format.duration(rules.watchMinutes * MINUTE_MS) })
        : t('noBack')}
      {guards.length > 0 && stages.length > 0
        ? ` ${t('waitOf', { time: format.duration(rules.waitHours * HOUR_MS) })}`
        : ''}
    </>
  );
}
