'use client';
import { useTranslations } from '@/components/ui/use-translations';
import { readDescribedName } from '@/lib/pure/drift/text-column';

/** Gives what describes a column of texts a title that says so. */
export function useNamed() {
  const t = useTranslations('drift.text');
  return <T extends { name: string; title: string }>(column: T): T => {
    const described = readDescribedName(column.name);
    if (!described) return column;
    return { ...column, title: t(`title.${described.measure}`, { column: column.title || described.column }) };
  };
}
