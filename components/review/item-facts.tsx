'use client';
import { useQuery } from '@tanstack/react-query';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ReviewItem } from '@/lib/domain/review/schema';
import { placeOf } from './prepare-place';
import { reviewQueries } from './queries';
import { ValuePlaceMark } from './value-place';

const MOST_VALUES = 12;

/** What is known of a row without its answer: context, apart, and the inputs among those of the reference. */
export function ItemFacts({ item, project }: { item: ReviewItem; project: string }) {
  const t = useTranslations('review.item');
  const format = useFormat();
  const reference = useQuery(reviewQueries.reference(project, item.model.name, item.version)).data?.reference ?? null;
  const context = Object.entries(item.context ?? {});
  const write = (cell: string | number | boolean | null) =>
    cell === null ? t('missing') : typeof cell === 'number' ? format.number(cell) : String(cell);
  return (
    <>
      {context.length > 0 ? (
        <div className="bg-sunken px-5 py-3">
          <p className="text-sm">
            <b className="font-semibold">{t('context')}</b> <span className="text-ink-3">{t('contextHint')}</span>
          </p>
          <dl className="mt-1.5 flex flex-wrap gap-x-7 gap-y-1 text-sm">
            {context.map(([key, value]) => (
              <div key={key} className="flex gap-2">
                <dt className="text-ink-3">
                  <code>{key}</code>
                </dt>
                <dd className="[overflow-wrap:anywhere]">{value}</dd>
              </div>
            ))}
          </dl>
        </div>
      ) : null}
      <div className="flex flex-wrap items-baseline gap-x-2 border-y border-line px-5 py-2 text-sm">
        <b className="font-semibold">{t('inputs')}</b>
        <span className="ml-auto text-xs text-ink-3">
          {reference ? t('among', { n: format.number(reference.rows) }) : t('noReference')}
        </span>
      </div>
      <dl className="divide-y divide-line">
        {item.inputs.map(({ name, title, unit, values }) => {
          const place = values?.length === 1 ? placeOf(reference?.columns[name], values[0]) : null;
          return (
            <div
              key={name}
              className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 px-5 py-2.5 md:grid-cols-[minmax(0,1fr)_8rem_16rem]"
            >
              <dt className="min-w-0 text-sm">
                <span className="block font-medium [overflow-wrap:anywhere]">{title || name}</span>
                {title ? <code className="text-xs text-ink-3">{name}</code> : null}
              </dt>
              <dd className="text-right [overflow-wrap:anywhere]">
                {values === null ? (
                  <span className="text-xs text-ink-3">{t('notKept')}</span>
                ) : values.length === 1 ? (
                  <span className="text-md">{write(values[0] ?? null)}</span>
                ) : (
                  <code className="text-xs">
                    {values.slice(0, MOST_VALUES).map(write).join('  ')}
                    {values.length > MOST_VALUES ? ` … ${format.number(values.length)}` : ''}
                  </code>
                )}
                {unit ? <span className="ml-1.5 text-xs text-ink-3">{unit}</span> : null}
              </dd>
              <dd className="max-md:col-span-2 max-md:mt-1">{place ? <ValuePlaceMark place={place} /> : null}</dd>
            </div>
          );
        })}
      </dl>
    </>
  );
}
