'use client';
import { useQuery } from '@tanstack/react-query';
import { DefinitionList } from '@/components/ui/definition-list';
import { Panel } from '@/components/ui/panel';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { isOutside, type Recipe, type RecipeView } from '@/lib/domain/retraining/schema';
import { featuresOf, targetOf } from './column-fields';
import { MethodWords } from './method-words';
import { retrainingQueries } from './queries';

/** What a recipe says. */
export function RecipeFacts({ project, recipe, view }: { project: string; recipe: Recipe; view: RecipeView }) {
  const t = useTranslations('retraining.recipe');
  const format = useFormat();
  const datasets = useQuery(retrainingQueries.datasets(project));
  const dataset = datasets.data?.datasets.find(({ id }) => id === recipe.datasetId);
  const target = dataset ? targetOf(recipe, dataset.newest) : recipe.target;
  const features = dataset ? featuresOf(recipe, dataset.newest) : recipe.features;
  return (
    <Panel>
      <DefinitionList
        items={[
          {
            key: 'dataset',
            term: t('dataset'),
            value: (
              <>
                {dataset ? (
                  <TextLink href={`/p/${project}/datasets/${dataset.id}`}>{dataset.name}</TextLink>
                ) : datasets.isPending ? (
                  '…'
                ) : (
                  t('datasetGone')
                )}
                {', '}
                {recipe.datasetNumber === null ? t('newest') : t('numbered', { number: recipe.datasetNumber })}
              </>
            ),
          },
          {
            key: 'target',
            term: t('target'),
            value: target === null ? '…' : <code>{target}</code>,
          },
          {
            key: 'features',
            term: t('features'),
            value: features ? (
              <>
                {t('featureCount', { count: features.length })}
                <span className="block text-xs text-ink-3">{features.join(', ')}</span>
              </>
            ) : (
              '…'
            ),
          },
          { key: 'method', term: t('method'), value: <MethodWords method={recipe.method} /> },
          ...(isOutside(recipe.method)
            ? []
            : [
                {
                  key: 'folds',
                  term: t('folds'),
                  value: (
                    <>
                      {recipe.folds === 0 ? t('noFolds') : t('foldsOf', { count: recipe.folds })}
                      {recipe.splitBy === null ? null : (
                        <span className="block text-xs text-ink-3">{t(`split.${recipe.splitBy}`)}</span>
                      )}
                    </>
                  ),
                },
              ]),
          { key: 'limit', term: t('limit'), value: t('minutes', { count: recipe.maxMinutes }) },
        ]}
      />
      {view.updatedAt ? (
        <p className="mt-4 text-xs text-ink-3">
          {t('saved', { who: view.updatedBy ?? '', when: format.dayTime(view.updatedAt) })}
        </p>
      ) : null}
    </Panel>
  );
}
