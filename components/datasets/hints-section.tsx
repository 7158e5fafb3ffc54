'use client';
import { Note } from '@/components/ui/note';
import { Section, SectionHeading } from '@/components/ui/panel';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ColumnHint, DatasetProfile } from '@/lib/domain/datasets/schema';

const SHOWN = 10;

/** Columns that a look is worth before a model learns from them. */
export function HintsSection({ profile: { hints, hintRows } }: { profile: DatasetProfile }) {
  const t = useTranslations('datasets.hints');
  const format = useFormat();
  const sentence = ({ kind, column, share, majority }: ColumnHint, columns: readonly string[]) =>
    t(kind, {
      column: columns.length > 1 ? listed(columns) : column,
      count: columns.length,
      share: share === null ? '' : format.percent(Math.abs(share), { digits: 1 }),
      majority: majority === null ? '' : format.percent(majority, { digits: 1 }),
    });
  const listed = (columns: readonly string[]) =>
    columns.length > SHOWN
      ? t('more', { columns: columns.slice(0, SHOWN).join(', '), n: columns.length - SHOWN })
      : columns.join(', ');
  // What has no number of its own is said once for all of its columns.
  const notes = hints.filter(
    ({ kind, share }, i) => share !== null || hints.findIndex((hint) => hint.kind === kind) === i,
  );
  const columnsOf = ({ kind, column, share }: ColumnHint) =>
    share === null ? hints.filter((hint) => hint.kind === kind).map((hint) => hint.column) : [column];
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} hint={t('rows', { n: format.number(hintRows) })} />
      {hints.length === 0 ? (
        <p className="text-sm text-ink-2">{t('none')}</p>
      ) : (
        <div className="flex flex-col gap-2">
          {notes.map((hint) => (
            <Note key={`${hint.kind} ${hint.column}`} kind={hint.share === null ? 'info' : 'warn'}>
              {sentence(hint, columnsOf(hint))}
            </Note>
          ))}
        </div>
      )}
    </Section>
  );
}
