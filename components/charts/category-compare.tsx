'use client';
import Link from 'next/link';
import { seriesColour } from '@/components/ui/series-colour';
import { Swatch } from '@/components/ui/swatch';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { type CategoryInput, type CategoryRow, prepareCategories } from './prepare-categories';

/** One bar per category for now, an ink tick for the reference; shares from 0 to 100%. A table for the ear. */
export function CategoryCompare({
  label,
  categories,
  top = 8,
  keepOrder = false,
  coloured = true,
  heading,
  hrefOf,
}: {
  label: string;
  categories: readonly CategoryInput[];
  top?: number;
  keepOrder?: boolean;
  /** False for categories that are not classes: bars in petrol. */
  coloured?: boolean;
  /** Of the first column, where the categories are not classes. */
  heading?: string;
  /** Where the bar of a category leads; null where it leads nowhere. */
  hrefOf?: (name: string) => string | null;
}) {
  const t = useTranslations('ui.chart');
  const format = useFormat();
  const prepared = prepareCategories(categories, { top, keepOrder, otherLabel: t('other') });
  const hasReference = prepared.rows.some(({ reference }) => reference !== null);
  return (
    <>
      <table aria-label={label} className="w-full border-collapse text-sm">
        <thead>
          <tr className="text-xs text-ink-3 [&_th]:pb-1.5 [&_th]:font-normal">
            <th scope="col" className="text-left">
              {heading ?? t('class')}
            </th>
            <th scope="col">
              <span className="sr-only">{t('chart')}</span>
            </th>
            <th scope="col" className="pl-2.5 text-right">
              {t('now')}
            </th>
            {hasReference ? (
              <th scope="col" className="pl-2.5 text-right">
                {t('reference')}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {prepared.rows.map((row) => {
            const href = hrefOf?.(row.name) ?? null;
            const share = row.now === null ? '–' : format.percent(row.now);
            return (
              <tr key={row.name} className="h-9">
                <th scope="row" className="pr-4 text-left font-normal">
                  {coloured ? <Swatch slot={row.slot}>{row.name}</Swatch> : row.name}
                </th>
                <td className="w-full">
                  {href === null ? (
                    <Bar row={row} coloured={coloured} />
                  ) : (
                    // The number beside it is the same link for the keyboard and the ear.
                    <Link href={href} tabIndex={-1} aria-hidden="true" className="block py-1.5">
                      <Bar row={row} coloured={coloured} />
                    </Link>
                  )}
                </td>
                <td className="pl-2.5 text-right whitespace-nowrap">
                  {href === null ? (
                    share
                  ) : (
                    <TextLink href={href} aria-label={t('rowsOf', { name: row.name, share })}>
                      {share}
                    </TextLink>
                  )}
                </td>
                {hasReference ? (
                  <td className="pl-2.5 text-right whitespace-nowrap text-ink-3">
                    {row.reference === null ? '–' : format.percent(row.reference)}
                  </td>
                ) : null}
              </tr>
            );
          })}
        </tbody>
      </table>
      {prepared.shown < prepared.total ? (
        <p className="mt-2 text-xs text-ink-3">{t('topOf', { shown: prepared.shown, total: prepared.total })}</p>
      ) : null}
    </>
  );
}

function Bar({ row, coloured }: { row: CategoryRow; coloured: boolean }) {
  return (
    <span aria-hidden="true" className="relative block h-3.5 rounded-[3px] bg-sunken">
      <span
        className="block h-full min-w-px rounded-[3px]"
        style={{
          width: `${(row.now ?? 0) * 100}%`,
          background: coloured ? seriesColour(row.slot) : 'var(--current)',
        }}
      />
      {row.reference === null ? null : (
        <span
          className="absolute -inset-y-[3px] w-0.5 -translate-x-px bg-ink"
          style={{ left: `${row.reference * 100}%` }}
        />
      )}
    </span>
  );
}
