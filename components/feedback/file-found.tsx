import { Note } from '@/components/ui/note';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { FeedbackFile } from '@/lib/domain/feedback/schema';

const SHOWN = 20;

/** What a file of feedback would do, or did, with the lines that cannot be taken. */
export function FileFound({ found }: { found: FeedbackFile }) {
  const t = useTranslations('feedback.file');
  const format = useFormat();
  const { added, changed, refused, lines, problems, isWritten } = found;
  return (
    <div role="status" className="flex flex-col gap-2">
      <Note
        kind={isWritten ? 'ok' : 'info'}
        title={t(isWritten ? 'written' : 'would', { n: added + changed })}
        detail={t('detail', {
          lines: format.number(lines),
          added: format.number(added),
          changed: format.number(changed),
        })}
      />
      {refused > 0 ? (
        <Note kind="warn" title={t('refused', { n: refused })}>
          <ul className="mt-1 text-sm [overflow-wrap:anywhere]">
            {problems.slice(0, SHOWN).map(({ line, column, reason }) => (
              <li key={`${line} ${column}`}>
                {column === null ? t('atLine', { line }) : t('atColumn', { line, column })} {reason}
              </li>
            ))}
          </ul>
          {refused > SHOWN ? <p className="mt-1 text-xs">{t('more', { n: refused - SHOWN })}</p> : null}
        </Note>
      ) : null}
    </div>
  );
}
