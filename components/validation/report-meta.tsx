'use client';
import { CopyId } from '@/components/ui/copy-button';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';

/** Which file a report was made from, when and by whom. */
export function ReportMeta({
  report,
}: {
  report: { filename: string; fileSha256: string; createdAt: string; createdBy: string };
}) {
  const t = useTranslations('validation');
  const format = useFormat();
  return (
    <p className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-3">
      <code className="[overflow-wrap:anywhere]">{report.filename}</code>
      <span className="inline-flex items-center gap-1">
        sha256
        <CopyId
          id={report.fileSha256}
          shown={`${report.fileSha256.slice(0, 8)}…${report.fileSha256.slice(-8)}`}
          what="sha256"
        />
      </span>
      <time dateTime={report.createdAt} title={format.exact(report.createdAt)}>
        {t('madeBy', { time: format.dayTime(report.createdAt), person: report.createdBy })}
      </time>
    </p>
  );
}
