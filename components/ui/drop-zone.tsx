'use client';
import clsx from 'clsx';
import { FileUp } from 'lucide-react';
import { type ReactNode, useId, useRef, useState } from 'react';
import { useTranslations } from '@/components/ui/use-translations';
import { Button } from './button';
import { FormError } from './note';

/** A file by drag and drop or by the button. `accept` holds endings with dot (".onnx"); empty accepts everything. */
export function DropZone({
  title,
  hint,
  accept = [],
  multiple = false,
  onFiles,
}: {
  title: ReactNode;
  hint?: ReactNode;
  accept?: readonly string[];
  multiple?: boolean;
  onFiles: (files: File[]) => void;
}) {
  const t = useTranslations('ui.drop');
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const take = (list: FileList | null) => {
    const files = Array.from(list ?? []).slice(0, multiple ? undefined : 1);
    const wrong = files.find(
      (file) => accept.length > 0 && !accept.some((end) => file.name.toLowerCase().endsWith(end)),
    );
    setRefused(wrong ? t('refused', { name: wrong.name, types: accept.join(', ') }) : null);
    if (!wrong && files.length > 0) onFiles(files);
  };
  return (
    <div className="flex flex-col gap-3">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra way; the button inside does the same by keyboard. */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setIsOver(false);
          take(event.dataTransfer.files);
        }}
        className={clsx(
          'flex flex-col items-center gap-3 rounded-lg border border-dashed px-6 py-10 text-center transition-colors motion',
          isOver ? 'border-accent bg-accent-soft' : 'border-control-line bg-surface',
        )}
      >
        <FileUp aria-hidden="true" className="size-6! text-ink-3" />
        <p className="text-lg font-semibold">{isOver ? t('release') : title}</p>
        {hint ? <div className="max-w-measure text-sm text-ink-2">{hint}</div> : null}
        <div className="flex flex-wrap items-center justify-center gap-2 text-sm text-ink-3">
          <Button kind="outlined" onClick={() => input.current?.click()} aria-describedby={`${id}-types`}>
            {t('button')}
          </Button>
          {t('or')}
        </div>
        {accept.length > 0 ? (
          <p id={`${id}-types`} className="text-xs text-ink-3">
            {t('types', { types: accept.join(', ') })}
          </p>
        ) : null}
        <input
          ref={input}
          type="file"
          hidden
          multiple={multiple}
          accept={accept.join(',')}
          onChange={(event) => {
            take(event.target.files);
            event.target.value = '';
          }}
        />
      </div>
      <FormError>{refused}</FormError>
    </div>
  );
}
