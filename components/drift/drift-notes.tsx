'use client';
import { Note } from '@/components/ui/note';
import { useTranslations } from '@/components/ui/use-translations';
import { type Drift, FEW_ROWS } from '@/lib/domain/drift/schema';

const FEW_DAYS = 7;
const SHOWN = 12;

/** What stands between the numbers and their meaning: rows not counted yet, none at all, few days, columns left out. */
export function DriftNotes({ drift }: { drift: Drift }) {
  const t = useTranslations('drift.notes');
  const { uncounted, rows, days, withoutReference } = drift;
  const names = `${withoutReference.slice(0, SHOWN).join(', ')}${withoutReference.length > SHOWN ? ' …' : ''}`;
  return (
    <>
      {uncounted > 0 ? (
        <div role="status">
          <Note kind="busy" title={t('uncounted', { count: uncounted })}>
            {t('recount')}
          </Note>
        </div>
      ) : null}
      {rows === 0 ? (
        <Note kind="info" title={t('noRows', { number: drift.version })}>
          {t('noRowsNext')}
        </Note>
      ) : rows >= FEW_ROWS && days < FEW_DAYS ? (
        <Note kind="info" title={t('fewDays', { rows, days })}>
          {t('fewDaysMeaning')}
        </Note>
      ) : null}
      {withoutReference.length > 0 ? (
        <Note kind="warn" title={t('without', { count: withoutReference.length, names })}>
          {t('withoutNext')}
        </Note>
      ) : null}
    </>
  );
}
