'use client';
import { useState } from 'react';
import { Textarea } from '@/components/ui/textarea';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { RowCell, RowField } from '@/lib/domain/registry/schema';
import { readList } from './row-draft';

/** The numbers of a nameless wide input: pasted, with a count of how many are wanted. */
export function ListInput({
  field,
  value,
  onValue,
}: {
  field: RowField;
  value: RowCell;
  onValue: (value: RowCell) => void;
}) {
  const t = useTranslations('serving.fields');
  const format = useFormat();
  const [draft, setDraft] = useState<string | null>(null);
  const list = Array.isArray(value) ? value : [];
  const wanted = field.shape.includes(-1) ? null : field.shape.reduce((product, size) => product * size, 1);
  const read = draft === null ? null : readList(draft);
  return (
    <div>
      <Textarea
        rows={3}
        className="font-mono"
        value={draft ?? list.join(', ')}
        onChange={(event) => {
          setDraft(event.target.value);
          const numbers = readList(event.target.value);
          if (numbers) onValue(numbers);
        }}
      />
      <p className="mt-1 text-xs text-ink-3">
        {draft !== null && read === null
          ? t('listBad')
          : t('listCount', {
              n: format.number(list.length),
              wanted: wanted === null ? t('anyNumber') : format.number(wanted),
            })}
      </p>
    </div>
  );
}
