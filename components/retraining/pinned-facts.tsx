'use client';
import { DefinitionList } from '@/components/ui/definition-list';
import { Panel } from '@/components/ui/panel';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Pinned } from '@/lib/domain/retraining/schema';
import { MethodWords } from './method-words';

/** All that a run depends on. */
export function PinnedFacts({ project, pinned }: { project: string; pinned: Pinned }) {
  const t = useTranslations('retraining.pinned');
  const format = useFormat();
  return (
    <Panel>
      <DefinitionList
        items={[
          {
            key: 'dataset',
            term: t('dataset'),
            value: (
              <>
                <TextLink href={`/p/${project}/datasets/${pinned.datasetId}?version=${pinned.datasetNumber}`}>
                  {t('datasetOf', { name: pinned.datasetName, number: pinned.datasetNumber })}
                </TextLink>
                <span className="block text-xs text-ink-3">
                  <code className="break-all">{pinned.datasetSha256}</code>
                </span>
              </>
            ),
          },
          { key: 'rows', term: t('rows'), value: format.number(pinned.rows) },
          {
            key: 'cutOff',
            term: t('cutOff'),
            value: pinned.cutOff === null ? t('noCutOff') : format.exact(pinned.cutOff),
          },
          { key: 'target', term: t('target'), value: <code>{pinned.target}</code> },
          {
            key: 'features',
            term: t('features'),
            value: (
              <>
                {format.number(pinned.features.length)}
                <span className="block text-xs text-ink-3">{pinned.features.join(', ')}</span>
              </>
            ),
          },
          { key: 'method', term: t('method'), value: <MethodWords method={pinned.method} /> },
          { key: 'seed', term: t('seed'), value: String(pinned.seed) },
          ...(pinned.environment
            ? [
                {
                  key: 'code',
                  term: t('code'),
                  value: (
                    <>
                      {t('node', { version: pinned.environment.node })}
                      <span className="block text-xs text-ink-3">
                        <code className="break-all">{pinned.environment.trainerSha256}</code>
                      </span>
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Panel>
  );
}
