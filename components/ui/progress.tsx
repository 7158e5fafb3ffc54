'use client';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from '@/components/ui/use-translations';
import { Button } from './button';
import { useFormat } from './use-format';

/** A bar from 0 to 1; `tone="ok"` when it counts what is done. */
export function ProgressBar({
  label,
  share,
  tone = 'ink',
}: {
  label: string;
  share: number;
  tone?: 'ink' | 'ok' | 'accent';
}) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  const fill = tone === 'ok' ? 'bg-ok' : tone === 'accent' ? 'bg-accent' : 'bg-primary';
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="h-1.5 overflow-hidden rounded-full bg-[color-mix(in_srgb,var(--ink)_10%,transparent)]"
    >
      <div className={`h-full rounded-full ${fill}`} style={{ width: `${percent}%` }} />
    </div>
  );
}

/** An upload that runs: name, bytes, rate, time left, cancel. Bytes, bytes per second. */
export function UploadProgress({
  name,
  doneBytes,
  totalBytes,
  bytesPerSecond,
  note,
  onCancel,
}: {
  name: string;
  doneBytes: number;
  totalBytes: number;
  bytesPerSecond?: number | undefined;
  note?: ReactNode;
  onCancel?: () => void;
}) {
  const t = useTranslations('ui');
  const format = useFormat();
  const leftMs = bytesPerSecond ? ((totalBytes - doneBytes) / bytesPerSecond) * 1000 : undefined;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-3">
        <code className="min-w-0 truncate">{name}</code>
        {onCancel ? (
          <span className="ml-auto">
            <Button size="sm" icon={<X aria-hidden="true" />} onClick={onCancel}>
              {t('cancel')}
            </Button>
          </span>
        ) : null}
      </div>
      <ProgressBar label={name} share={totalBytes === 0 ? 0 : doneBytes / totalBytes} />
      <div className="flex flex-wrap gap-x-4 text-xs text-ink-3">
        <span>{t('progress.of', { done: format.bytes(doneBytes), total: format.bytes(totalBytes) })}</span>
        {bytesPerSecond && leftMs !== undefined ? (
          <span>
            {t('progress.rateAndLeft', { rate: format.bytes(bytesPerSecond), time: format.duration(leftMs) })}
          </span>
        ) : null}
        {note ? <span>{note}</span> : null}
      </div>
    </div>
  );
}
