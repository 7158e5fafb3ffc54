'use client';
import { Note } from '@/components/ui/note';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ReviewItem, ReviewView } from '@/lib/domain/review/schema';

/** What was hidden until the review was saved, in a line: the answer, what people said, what others decided, what came of it. */
export function Revealed({ item, project }: { item: ReviewItem; project: string }) {
  const t = useTranslations('review.revealed');
  const problems = useTranslations('review.problems');
  const decisions = useTranslations('review.decision');
  const format = useFormat();
  const nameOf = (label: string | null) => item.classes.find((one) => one.label === label)?.name ?? label ?? '';
  const wordsOf = ({ decision, value }: Pick<ReviewView, 'decision' | 'value'>) =>
    decision === 'label' ? nameOf(value) : decisions(decision);
  if (!item.own) return null;
  if (item.own.decision === 'skip') return <Note kind="off">{t('skipped')}</Note>;
  const parts = [t('own', { said: wordsOf(item.own) })];
  if (item.revealed) {
    const { answer, confidence, feedback, reviews } = item.revealed;
    parts.push(
      confidence === null
        ? t('answer', { version: item.version, answer: nameOf(answer) })
        : t('answerSure', { version: item.version, answer: nameOf(answer), share: format.percent(confidence) }),
    );
    for (const one of feedback.slice(0, 3))
      parts.push(
        [
          one.verdict === 'right' ? t('saidRight') : t('saidWrong', { expected: nameOf(one.expected) }),
          ...(one.severity && one.severity !== 'normal' ? [t(`severities.${one.severity}`)] : []),
          ...one.fields.map(
            ({ field, problem, value }) => `${field}: ${problems(problem)}${value ? ` (${value})` : ''}`,
          ),
        ].join(', '),
      );
    for (const one of reviews)
      if (!one.isOwn && one.takenBackAt === null && one.decision !== 'skip')
        parts.push(t('other', { name: one.reviewer, said: wordsOf(one) }));
  }
  const kind = item.state === 'settled' ? 'ok' : item.state === 'disputed' ? 'warn' : 'info';
  return (
    <Note
      kind={kind}
      title={t(item.state)}
      actions={<TextLink href={`/p/${project}/predictions/${item.rowId}`}>{t('open')}</TextLink>}
    >
      {parts.join(' · ')}
    </Note>
  );
}
