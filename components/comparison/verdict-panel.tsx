'use client';
import { Panel } from '@/components/ui/panel';
import { State, type StateKind } from '@/components/ui/state';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { type Comparison, FEW_ROWS, LEVEL, type Verdict } from '@/lib/domain/comparison/schema';
import { noonOf } from '@/lib/pure/calendar/noon-of';
import { SameRowsTable } from './same-rows-table';
import { useScoreWords } from './use-score-words';

const KINDS: Record<Verdict, StateKind> = { better: 'ok', worse: 'bad', 'not-proven': 'unsure', 'too-few': 'off' };
const MOST_EVIDENCE = 1000;

/** Which of the two is better, what that stands on, and what would decide it. */
export function VerdictPanel({ comparison }: { comparison: Comparison }) {
  const t = useTranslations('comparison.verdict');
  const { verdict, scores, b } = comparison;
  return (
    <Panel className="grid grid-cols-[minmax(0,1fr)_320px] items-start gap-8 max-lg:grid-cols-1">
      <div className="min-w-0">
        <State kind={KINDS[verdict]} pill>
          {t(`words.${verdict}`, { number: b.version })}
        </State>
        {scores ? <Proof comparison={comparison} scores={scores} /> : <p className="mt-3 text-md">{t('noLabels')}</p>}
      </div>
      {scores ? <SameRowsTable comparison={comparison} scores={scores} /> : null}
    </Panel>
  );
}

function Proof({ comparison, scores }: { comparison: Comparison; scores: NonNullable<Comparison['scores']> }) {
  const t = useTranslations('comparison.verdict');
  const format = useFormat();
  const write = useScoreWords(scores);
  const { verdict, lacks, answers, a, b } = comparison;
  const { difference, byDay, sequential, baseline } = scores;
  const interval = write.interval(difference);
  const isLead = difference.value >= 0;
  const evidence = isLead ? sequential.better : sequential.worse;
  const since = isLead ? sequential.betterSince : sequential.worseSince;
  const unit = scores.measure === 'accuracy' ? t('points') : t('error', { unit: scores.unit || '–' });
  return (
    <>
      <p className="mt-2 text-[2.5rem] leading-[2.75rem] font-semibold tracking-[-0.02em]">
        {write.change(difference.value)} <span className="text-lg font-normal tracking-normal text-ink-2">{unit}</span>
      </p>
      <p className="mt-2 max-w-[68ch] text-md text-pretty text-ink-2">
        {interval === null ? t('noInterval') : t('interval', { interval, by: difference.by ?? 'day' })}{' '}
        {t('fromTo', {
          a: a.version,
          b: b.version,
          before: write.score(scores.a),
          after: write.score(scores.b),
          baseline: write.score(baseline.value),
        })}{' '}
        {t('byDay', { won: byDay.won, lost: byDay.lost, p: format.pValue(byDay.p) })}
      </p>
      <p className="mt-2 max-w-[68ch] text-md text-pretty text-ink-2">
        {since === null
          ? t('evidence', {
              evidence: evidence >= MOST_EVIDENCE ? t('over') : format.figures(evidence, 2),
              needed: format.number(sequential.needed),
              days: sequential.days,
            })
          : t('since', { day: format.day(noonOf(since)), days: sequential.days })}{' '}
        {t('level', { share: format.percent(LEVEL, { digits: 0 }) })}
      </p>
      {verdict === 'better' || verdict === 'worse' ? null : (
        <div className="mt-4 max-w-[68ch] text-md text-pretty">
          <h2 className="font-semibold">{t('decides')}</h2>
          <p className="text-ink-2">
            {verdict === 'too-few' ? t('few', { rows: FEW_ROWS }) : null}
            {lacks.map((lack) => t(`lacks.${lack}`)).join(' ')}{' '}
            {sequential.moreDays === null
              ? t('noLead')
              : sequential.moreDays > 0
                ? t('moreDays', { days: sequential.moreDays })
                : null}{' '}
            {answers.daysApart > 0 ? t('apart', { days: answers.daysApart }) : null}
          </p>
        </div>
      )}
    </>
  );
}
