import { Markdown } from '@/components/ui/markdown';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ThreadEntry } from '@/lib/domain/feedback/schema';

/** Comments with author and time, oldest first, and when the thread was resolved or taken up again. */
export function ThreadEntries({ entries }: { entries: readonly ThreadEntry[] }) {
  const t = useTranslations('feedback.thread');
  const format = useFormat();
  return (
    <ol className="flex flex-col divide-y divide-line">
      {entries.map(({ id, kind, text, author, at }) => (
        <li key={id} className="py-3 first:pt-0 [overflow-wrap:anywhere]">
          <p className="text-xs text-ink-3">
            {kind === 'comment' ? <b className="font-semibold text-ink-2">{author}</b> : t(`did.${kind}`, { author })},{' '}
            <span title={format.exact(at)}>{format.ago(at)}</span>
          </p>
          {kind === 'comment' ? <Markdown text={text} /> : null}
        </li>
      ))}
    </ol>
  );
}
