'use client';
import { Note } from '@/components/ui/note';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { useDatabaseState } from './use-database-state';

/** Says on every page that the database is away, and what that means for predictions and numbers. */
export function DatabaseStrip() {
  const t = useTranslations('shell.database');
  const format = useFormat();
  const { isAway, lastSeenAt } = useDatabaseState();
  if (!isAway) return null;
  return (
    <div className="px-4 pt-3 md:px-8">
      <Note kind="warn" urgent>
        {lastSeenAt ? t('asOf', { time: format.time(lastSeenAt) }) : t('away')}
      </Note>
    </div>
  );
}
