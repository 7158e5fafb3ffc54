'use client';
import { Note } from '@/components/ui/note';
import { useTranslations } from '@/components/ui/use-translations';
import type { ColumnMapping } from '@/lib/domain/upstream/schema';

const SHOWN = 12;

/** Which columns of the calls the file takes. */
export function MappingNote({ mapping: { by, pairs, missing } }: { mapping: ColumnMapping }) {
  const t = useTranslations('upstream.mapping');
  if (missing.length > 0)
    return (
      <Note kind="bad" title={t('missing', { count: missing.length })} detail={missing.slice(0, SHOWN).join(', ')}>
        {t('missingNext')}
      </Note>
    );
  const shown = pairs
    .slice(0, SHOWN)
    .map(({ column, place }) => (column === place ? column : `${column} → ${place}`))
    .join(', ');
  return (
    <Note
      kind={by === 'name' ? 'info' : 'warn'}
      title={t(by === 'name' ? 'byName' : 'byPosition', { count: pairs.length })}
      detail={`${shown}${pairs.length > SHOWN ? ' …' : ''}`}
    >
      {by === 'name' ? null : t('byPositionNext')}
    </Note>
  );
}
