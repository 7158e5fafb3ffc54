'use client';
import { useMutation } from '@tanstack/react-query';
import { ClipboardPaste, FileText } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { parseCsvHeader } from '@/components/ui/csv-header';
import { Dialog } from '@/components/ui/dialog';
import { DropZone } from '@/components/ui/drop-zone';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { Textarea } from '@/components/ui/textarea';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { OverlaySuggestion, Version } from '@/lib/domain/registry/schema';
import { ApiError, api } from '@/lib/platform/http/client';
import { applySuggestion, type ColumnsDraft, namesInMetadata } from './column-draft';
import { versionPath } from './queries';

const MAX_CSV_BYTES = 10 * 1024 * 1024;

const isColumnCount = (error: unknown) => error instanceof ApiError && error.problem.reason === 'column_count';

type Source = { file: File } | { header: string[] };

/** Where names can come from: a pasted header, the training CSV, the file's own metadata. */
export function ColumnSources({
  project,
  model,
  version,
  draft,
  onDraft,
}: {
  project: string;
  model: string;
  version: Version;
  draft: ColumnsDraft;
  onDraft: (next: (before: ColumnsDraft) => ColumnsDraft) => void;
}) {
  const t = useTranslations('registry.columns');
  const format = useFormat();
  const [isPasting, setIsPasting] = useState(false);
  const [tooLarge, setTooLarge] = useState<string | null>(null);
  const suggest = useMutation({
    mutationFn: (source: Source) =>
      api<OverlaySuggestion>(`${versionPath(model, version.number)}/overlay/suggest`, {
        method: 'POST',
        project,
        ...('file' in source
          ? { raw: { body: source.file, contentType: 'text/csv' } }
          : { body: { header: source.header } }),
      }),
    onSuccess: (suggestion) => {
      setIsPasting(false);
      onDraft((before) => applySuggestion(before, suggestion));
    },
  });
  const fromFile = namesInMetadata(version.inspection.metadata, draft.columns.length);
  const take = (file: File) => {
    const isTooLarge = file.size > MAX_CSV_BYTES;
    setTooLarge(isTooLarge ? t('csvTooLarge', { size: format.bytes(file.size) }) : null);
    if (!isTooLarge) suggest.mutate({ file });
  };
  // A picture is one column whatever its size: there is no header to take names from.
  if (draft.columns.every(({ kind }) => kind === 'image')) return null;
  const failure = suggest.isError ? (
    isColumnCount(suggest.error) ? (
      <Note kind="bad" urgent title={t('suggestFailed')}>
        {t('columnCount', { count: draft.columns.length })}
      </Note>
    ) : (
      <InlineError error={suggest.error} title={t('suggestFailed')} />
    )
  ) : null;
  return (
    <div className="mb-4">
      <div className="grid gap-5 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <DropZone
          title={t('dropCsv')}
          hint={t('dropCsvHint')}
          accept={['.csv', '.tsv', '.txt']}
          onFiles={(files) => {
            if (files[0]) take(files[0]);
          }}
        />
        <div className="flex flex-col items-start gap-3 text-sm">
          <p className="text-lg font-semibold">{t('sources')}</p>
          <Button icon={<ClipboardPaste aria-hidden="true" />} onClick={() => setIsPasting(true)}>
            {t('paste')}
          </Button>
          {fromFile ? (
            <Button
              icon={<FileText aria-hidden="true" />}
              onClick={() => suggest.mutate({ header: fromFile.names })}
              busy={suggest.isPending}
            >
              {t('fromMetadata', { key: fromFile.key })}
            </Button>
          ) : (
            <p className="text-ink-3">{t('noMetadata')}</p>
          )}
          <p className="text-ink-3">{t('byHand')}</p>
        </div>
      </div>
      <div className="mt-4 flex flex-col gap-3 empty:hidden">
        {suggest.isPending ? <p role="status">{t('reading')}</p> : null}
        {tooLarge ? (
          <Note kind="bad" urgent>
            {tooLarge}
          </Note>
        ) : null}
        {isPasting ? null : failure}
        {suggest.data ? <Applied suggestion={suggest.data} /> : null}
      </div>
      <PasteHeader
        open={isPasting}
        onOpen={setIsPasting}
        busy={suggest.isPending}
        failure={failure}
        onHeader={(header) => suggest.mutate({ header })}
      />
    </div>
  );
}

function Applied({ suggestion }: { suggestion: OverlaySuggestion }) {
  const t = useTranslations('registry.columns');
  const format = useFormat();
  const { rows, leftOut, matchedBy, overlay } = suggestion;
  return (
    <Note
      kind="ok"
      detail={
        leftOut.length > 0 ? t('leftOut', { names: leftOut.slice(0, 10).join(', '), count: leftOut.length }) : undefined
      }
    >
      {rows === 0
        ? t('appliedHeader', { columns: format.number(overlay.columns.length), by: matchedBy })
        : t('appliedFile', {
            columns: format.number(overlay.columns.length),
            rows: format.number(rows),
            by: matchedBy,
          })}
    </Note>
  );
}

function PasteHeader({
  open,
  onOpen,
  busy,
  failure,
  onHeader,
}: {
  open: boolean;
  onOpen: (open: boolean) => void;
  busy: boolean;
  failure: ReactNode;
  onHeader: (header: string[]) => void;
}) {
  const t = useTranslations('registry.columns');
  const words = useTranslations('ui');
  const [text, setText] = useState('');
  const names = parseCsvHeader(text);
  return (
    <Dialog
      open={open}
      onOpen={onOpen}
      keepOpen={text !== ''}
      question={t('pasteQuestion')}
      answers={
        <>
          <Button onClick={() => onOpen(false)}>{words('cancel')}</Button>
          <Button
            kind="main"
            busy={busy}
            locked={names.length === 0 ? t('pasteLocked') : undefined}
            onClick={() => onHeader(names)}
          >
            {t('useNames', { count: names.length })}
          </Button>
        </>
      }
    >
      <Field label={t('header')} hint={t('headerHint')}>
        <Textarea rows={6} value={text} spellCheck={false} onChange={(event) => setText(event.target.value)} />
      </Field>
      {failure}
    </Dialog>
  );
}
