'use client';
import { modelHref } from '@/components/shell/addresses';
import { type Definition, DefinitionList } from '@/components/ui/definition-list';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { TrainedOn } from '@/lib/domain/registry/schema';

export interface VersionTrainingFacts {
  trainedOn: TrainedOn | null;
  /** Number of the training run; null for a file that was uploaded. */
  run: number | null;
  /** Null where the dataset is gone. */
  datasetName: string | null;
  maySeeRuns: boolean;
}

/** What a version was trained on, by which nothing is examined; or that nobody knows. */
export function VersionTraining({
  project,
  model,
  facts: { trainedOn, run, datasetName, maySeeRuns },
}: {
  project: string;
  model: string;
  facts: VersionTrainingFacts;
}) {
  const t = useTranslations('registry.training');
  const format = useFormat();
  if (!trainedOn)
    return (
      <Panel>
        <SectionHeading id="training" title={t('title')} />
        <p className="text-ink-2">{t('unknown')}</p>
      </Panel>
    );
  const dataset = datasetName === null ? null : t('datasetOf', { name: datasetName, number: trainedOn.datasetNumber });
  const items: Definition[] = [
    ...(run === null
      ? []
      : [
          {
            key: 'run',
            term: t('run'),
            value: maySeeRuns ? (
              <TextLink href={`${modelHref(project, model)}/training/${run}`}>{t('runOf', { number: run })}</TextLink>
            ) : (
              t('runOf', { number: run })
            ),
          },
        ]),
    {
      key: 'dataset',
      term: t('dataset'),
      value: dataset ? (
        <TextLink href={`/p/${project}/datasets/${trainedOn.datasetId}?version=${trainedOn.datasetNumber}`}>
          {dataset}
        </TextLink>
      ) : (
        t('datasetGone')
      ),
    },
    { key: 'rows', term: t('rows'), value: format.number(trainedOn.rows) },
    {
      key: 'cutOff',
      term: t('cutOff'),
      value: trainedOn.cutOff === null ? t('noCutOff') : format.exact(trainedOn.cutOff),
    },
  ];
  return (
    <Panel>
      <SectionHeading id="training" title={t('title')} />
      <DefinitionList items={items} />
    </Panel>
  );
}
