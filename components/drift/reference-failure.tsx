'use client';
import { versionHref } from '@/components/shell/addresses';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { TextLink } from '@/components/ui/text-link';
import { useTranslations } from '@/components/ui/use-translations';
import { ApiError } from '@/lib/platform/http/client';
import type { OfVersion } from './reference-form';

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.flatMap((one: unknown) => text(one) ?? []) : [];

/** Why a file is no reference: line and column, or what it lacks; the server's own sentence below. */
export function ReferenceFailure({ error, of }: { error: unknown; of: OfVersion }) {
  const t = useTranslations('drift.failure');
  const problem = error instanceof ApiError ? error.problem : null;
  const { line, column, missing } = problem?.details ?? {};
  if (problem?.reason === 'csv' && typeof line === 'number') {
    const name = text(column);
    return (
      <Note
        kind="bad"
        urgent
        title={name ? t('lineAndColumn', { line, column: name }) : t('line', { line })}
        detail={problem.detail}
      />
    );
  }
  const lacking = texts(missing);
  if (problem?.reason === 'missing_columns')
    return (
      <Note
        kind="bad"
        urgent
        title={t('missing', { count: lacking.length, columns: lacking.slice(0, 10).join(', ') })}
        detail={problem.detail}
        actions={
          <TextLink tone="ink" href={`${versionHref(of.project, of.model, of.version)}/columns`}>
            {t('columns')}
          </TextLink>
        }
      />
    );
  return <InlineError error={error} title={t('title')} />;
}
