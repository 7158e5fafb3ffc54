'use client';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Popover } from '@/components/ui/popover';
import { Textarea } from '@/components/ui/textarea';
import { useTranslations } from '@/components/ui/use-translations';
import type { CellProps } from './column-cells';

const MOST_CATEGORIES = 200;

const readLines = (text: string): string[] =>
  [
    ...new Set(
      text
        .split('\n')
        .map((line) => line.trim().slice(0, 256))
        .filter((line) => line !== ''),
    ),
  ].slice(0, MOST_CATEGORIES);

/** The allowed values of a category, one a line behind a button. */
export function CategoriesCell({ column, index, onColumn }: CellProps) {
  const t = useTranslations('registry.columns');
  const [text, setText] = useState<string | null>(null);
  const shown = column.categories.slice(0, 3).join(', ');
  return (
    <Popover
      title={t('categoriesOf', { number: index + 1 })}
      onOpen={(open) => {
        if (open) setText(column.categories.join('\n'));
        else if (text !== null) onColumn(index, { categories: readLines(text) });
      }}
      trigger={
        <Button size="sm" className="max-w-48">
          <span className="truncate">{column.categories.length === 0 ? t('addCategories') : shown}</span>
          {column.categories.length > 3 ? (
            <span className="text-ink-3">{t('categoryCount', { count: column.categories.length })}</span>
          ) : null}
        </Button>
      }
    >
      <Field label={t('categories')} hint={t('categoriesHint', { most: MOST_CATEGORIES })}>
        <Textarea rows={8} value={text ?? ''} onChange={(event) => setText(event.target.value)} spellCheck={false} />
      </Field>
    </Popover>
  );
}
