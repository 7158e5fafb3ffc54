'use client';
import { useQuery } from '@tanstack/react-query';
import { parseAsFloat, parseAsInteger, parseAsString, useQueryStates } from 'nuqs';
import { modelHref } from '@/components/shell/addresses';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Comparison } from '@/lib/domain/comparison/schema';
import { AnswersSection } from './answers-section';
import { BasisSection } from './basis-section';
import { ClassesSection } from './classes-section';
import { CostSection } from './cost-section';
import { ErrorCostSection } from './error-cost-section';
import { comparisonQueries } from './queries';
import { VerdictPanel } from './verdict-panel';

/** Which of two versions is better on the rows that both really answered. */
export function ComparisonView({
  project,
  model,
  versions,
  asked,
  mayPromote,
  mayPrice,
}: {
  project: string;
  model: string;
  versions: readonly number[];
  asked: { a: number; b: number };
  /** Of a person who may ask for it, and where it is the champion that the other is held against. */
  mayPromote: boolean;
  /** Say what an hour of a processor costs. */
  mayPrice: boolean;
}) {
  const t = useTranslations('comparison');
  const [, choose] = useQueryStates({ a: parseAsInteger, b: parseAsInteger }, { history: 'push', shallow: false });
  const [{ alarm, falseAlarm, miss }, price] = useQueryStates(
    { alarm: parseAsString, falseAlarm: parseAsFloat, miss: parseAsFloat },
    { history: 'push' },
  );
  const prices = alarm === null || falseAlarm === null || miss === null ? null : { alarm, falseAlarm, miss };
  const query = useQuery(comparisonQueries.detail(project, model, { ...asked, prices }));
  const options = versions.toReversed().map((number) => ({ value: String(number), label: t('version', { number }) }));
  const select = (side: 'a' | 'b') => (
    <Select
      label={t(`choose.${side}`)}
      value={String(asked[side])}
      options={options.filter(({ value }) => value !== String(asked[side === 'a' ? 'b' : 'a']))}
      onValue={(next) => void choose({ ...asked, [side]: Number(next) })}
    />
  );
  return (
    <>
      <PageHeader
        title={t('heading', { a: asked.a, b: asked.b })}
        sentence={query.data ? <Basis comparison={query.data} /> : t('sentence')}
        actions={
          <>
            {select('b')}
            {select('a')}
            {mayPromote && query.data?.verdict === 'better' ? (
              <LinkButton kind="main" href={`${modelHref(project, model)}/promotion?version=${asked.b}`}>
                {t('promote', { number: asked.b })}
              </LinkButton>
            ) : null}
          </>
        }
      />
      <QueryPanel query={query} errorTitle={t('errorTitle')}>
        {(comparison) =>
          comparison.rows === 0 ? (
            <>
              <Panel flush>
                <EmptyState title={t('none.title')}>{t('none.body')}</EmptyState>
              </Panel>
              {comparison.calls > 0 ? <BasisSection comparison={comparison} /> : null}
            </>
          ) : (
            <>
              {comparison.isWhole ? null : (
                <div className="mb-4">
                  <Note kind="warn">{t('cut', { calls: comparison.calls })}</Note>
                </div>
              )}
              <VerdictPanel comparison={comparison} />
              <CostSection project={project} model={model} comparison={comparison} mayPrice={mayPrice} />
              {comparison.scores?.measure === 'accuracy' && comparison.classes.length > 1 ? (
                <ErrorCostSection
                  comparison={comparison}
                  prices={prices}
                  onPrices={(next) => void price(next)}
                  isBusy={query.isPlaceholderData}
                />
              ) : null}
              {comparison.scores ? <ClassesSection comparison={comparison} scores={comparison.scores} /> : null}
              <AnswersSection project={project} comparison={comparison} />
              <BasisSection comparison={comparison} />
            </>
          )
        }
      </QueryPanel>
    </>
  );
}

function Basis({ comparison }: { comparison: Comparison }) {
  const t = useTranslations('comparison');
  const format = useFormat();
  const { rows, scores, first, last, cutOff } = comparison;
  if (first === null || last === null) return t('sentence');
  return (
    <>
      {t('sentence')}{' '}
      {t('counted', {
        rows,
        labelled: scores?.n ?? 0,
        from: format.day(first),
        to: format.day(last),
        effective: scores?.effective.n ?? 0,
        by: scores?.effective.by ?? 'day',
      })}{' '}
      {cutOff === null ? t('noCutOff') : t('cutOff', { when: format.dayTime(cutOff) })}
    </>
  );
}
