'use client';
import { DefinitionList } from '@/components/ui/definition-list';
import { Note } from '@/components/ui/note';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { ERASED, type ErasureResult } from '@/lib/domain/erasure/schema';

/** What an erasure takes or took away, what stays, and what it cannot undo. */
export function WouldErase({ project, found }: { project: string; found: ErasureResult }) {
  const t = useTranslations('erasure');
  const format = useFormat();
  const { rows, erased, kept, datasets, files, learnt } = found;
  const met = ERASED.filter((what) => erased[what] > 0);
  const isDone = found.id !== null;
  return (
    <section aria-label={t(isDone ? 'erased' : 'would')} className="mt-5 flex flex-col gap-4 border-t border-line pt-5">
      <h2 className="text-lg font-semibold">{t(isDone ? 'erasedOf' : 'wouldOf', { n: rows })}</h2>
      {met.length === 0 ? (
        <p className="text-sm text-ink-2">{t('nothing')}</p>
      ) : (
        <DefinitionList
          items={met.map((what) => ({ key: what, term: t(`parts.${what}`), value: format.number(erased[what]) }))}
        />
      )}
      {learnt.length > 0 ? (
        <Note kind="warn" title={t('learnt')}>
          <p>{t('learntHint')}</p>
          <ul className="list-disc pl-5">
            {learnt.map(({ model, run, version }) => (
              <li key={`${model} ${run}`}>
                <TextLink href={`/p/${project}/models/${encodeURIComponent(model)}/training/${run}`}>
                  {version === null ? t('run', { model, run }) : t('runVersion', { model, run, version })}
                </TextLink>
              </li>
            ))}
          </ul>
        </Note>
      ) : null}
      {datasets.length > 0 ? (
        <p className="text-sm text-ink-2">
          {t('datasets')}{' '}
          {datasets.map(({ datasetId, name, number, rows: n }) => (
            <span key={`${datasetId}/${number}`} className="mr-3">
              <TextLink href={`/p/${project}/datasets/${datasetId}?version=${number}`}>
                {name} {number}
              </TextLink>{' '}
              ({t('ofDataset', { n })})
            </span>
          ))}
        </p>
      ) : null}
      {files.length > 0 ? (
        <Note kind="warn" title={t('files')}>
          {files.map(({ datasetId, name, number }) => (
            <TextLink
              key={`${datasetId}/${number}`}
              href={`/p/${project}/datasets/${datasetId}?version=${number}`}
              className="mr-3"
            >
              {name} {number}
            </TextLink>
          ))}
        </Note>
      ) : null}
      <p className="max-w-measure text-xs text-ink-3">
        {t('kept')}{' '}
        {kept
          .map(({ what, before, after }) =>
            t('keptOne', { what: t(`keeps.${what}`), before: format.number(before), after: format.number(after) }),
          )
          .join(', ')}
        . {t('left')}
      </p>
    </section>
  );
}
