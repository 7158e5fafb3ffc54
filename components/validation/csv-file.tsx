'use client';
import { FileText } from 'lucide-react';
import { useState } from 'react';
import { readCsvHeader } from '@/components/ui/csv-header';
import { DropZone } from '@/components/ui/drop-zone';
import { Note } from '@/components/ui/note';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { MAX_CSV_BYTES } from './queries';

export type ChosenCsv = { file: File; header: string[] };

/** A CSV file with the column names that its first line has, read in the browser. */
export function CsvFile({
  title,
  hint,
  chosen,
  onChosen,
}: {
  title: string;
  hint: string;
  chosen: ChosenCsv | null;
  onChosen: (chosen: ChosenCsv | null) => void;
}) {
  const t = useTranslations('validation.csv');
  const format = useFormat();
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File) => {
    onChosen(null);
    setProblem(null);
    if (file.size > MAX_CSV_BYTES) return setProblem(t('tooLarge', { size: format.bytes(file.size) }));
    const header = await readCsvHeader(file).catch(() => []);
    if (header.length < 2) return setProblem(t('noHeader', { file: file.name }));
    onChosen({ file, header });
  };
  return (
    <div className="flex flex-col gap-3">
      <DropZone
        title={title}
        hint={hint}
        accept={['.csv', '.tsv', '.txt']}
        onFiles={(files) => {
          if (files[0]) void take(files[0]);
        }}
      />
      {problem ? (
        <Note kind="bad" urgent>
          {problem}
        </Note>
      ) : null}
      {chosen ? (
        <p className="flex min-w-0 items-center gap-2 text-sm">
          <FileText aria-hidden="true" className="shrink-0 text-ink-3" />
          <code className="min-w-0 truncate">{chosen.file.name}</code>
          <span className="shrink-0 text-ink-3">
            {t('columns', { count: chosen.header.length, size: format.bytes(chosen.file.size) })}
          </span>
        </p>
      ) : null}
    </div>
  );
}
