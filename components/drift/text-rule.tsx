'use client';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { DescribedText } from '@/lib/domain/drift/schema';
import { MOST_WORDS, TEXT_DISTINCT, TEXT_VALUES, TEXT_WORDS } from '@/lib/pure/drift/text-column';

/** What made a column one of texts, and how what describes it is counted. */
export function TextRule({ text }: { text: DescribedText }) {
  const t = useTranslations('drift.text');
  const format = useFormat();
  return (
    <p className="max-w-measure text-sm text-ink-2 text-pretty">
      {t('rule', {
        column: text.column,
        distinct: format.number(text.distinct),
        values: text.values,
        words: format.number(text.meanWords, { digits: 1 }),
        wantedValues: TEXT_VALUES,
        wantedShare: format.percent(TEXT_DISTINCT, { digits: 0 }),
        wantedWords: TEXT_WORDS,
      })}{' '}
      {t(`how.${text.measure}`, {
        known: format.number(text.words),
        found: format.number(text.wordsFound),
        most: format.number(MOST_WORDS),
      })}
    </p>
  );
}
