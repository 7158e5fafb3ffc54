'use client';
import { useQuery } from '@tanstack/react-query';
import { QueryPanel } from '@/components/shell/query-panel';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { State } from '@/components/ui/state';
import { TextLink } from '@/components/ui/text-link';
import { useTranslations } from '@/components/ui/use-translations';
import { EvaluationNumbers } from './evaluation-numbers';
import { cardQueries, type OfVersion } from './queries';

/** The newest evaluation of the version: read from the data, never typed by hand. */
export function EvaluationSection({ of }: { of: OfVersion }) {
  const t = useTranslations('cards.numbers');
  const versionHref = `/p/${of.project}/models/${encodeURIComponent(of.model)}/versions/${of.number}`;
  const query = useQuery(cardQueries.reports(of));
  return (
    <section aria-labelledby="card-numbers" className="print:break-inside-avoid">
      <SectionHeading id="card-numbers" title={t('title')} hint={t('hint')} />
      <Panel>
        <QueryPanel query={query} errorTitle={t('notLoaded')} skeleton={<Skeleton className="h-40" />}>
          {({ evaluation }) =>
            evaluation ? (
              <EvaluationNumbers report={evaluation} />
            ) : (
              <div className="flex flex-col gap-1">
                <State kind="off">{t('none')}</State>
                <p className="text-sm text-ink-2">
                  {t.rich('noneNext', { version: (text) => <TextLink href={versionHref}>{text}</TextLink> })}
                </p>
              </div>
            )
          }
        </QueryPanel>
      </Panel>
    </section>
  );
}
