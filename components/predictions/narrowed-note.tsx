'use client';
import { useNamed } from '@/components/shell/use-named';
import { Button } from '@/components/ui/button';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { PredictionPage } from '@/lib/domain/predictions/schema';

/** Which rows behind a count of the page Drift are listed, and how many were looked at for them. */
export function NarrowedNote({ pages, onClear }: { pages: readonly PredictionPage[]; onClear: () => void }) {
  const t = useTranslations('predictions.narrowed');
  const format = useFormat();
  const named = useNamed();
  const by = pages[0]?.narrowedBy;
  if (!by) return null;
  const kind = by.kind !== 'between' ? by.kind : by.low === null ? 'below' : by.high === null ? 'above' : 'between';
  const edge = (value: number | null) => (value === null ? '' : format.figures(value, 6));
  const what = t(kind, {
    column: named({ name: by.column, title: '' }).title || by.column,
    low: edge(by.low),
    high: edge(by.high),
    category: by.category ?? '',
  });
  const shown = pages.reduce((sum, { predictions }) => sum + predictions.length, 0);
  const looked = pages.reduce((sum, { narrowedBy }) => sum + (narrowedBy?.lookedAt ?? 0), 0);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-5 py-3 text-sm max-md:px-4">
      <span>
        <strong className="font-semibold">{t('title', { what })}</strong>{' '}
        {t(pages.at(-1)?.nextCursor ? 'looked' : 'all', { shown, looked })}
      </span>
      <Button size="sm" kind="quiet" onClick={onClear}>
        {t('clear')}
      </Button>
    </div>
  );
}
