'use client';
import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { Pencil, Printer } from 'lucide-react';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { LinkButton } from '@/components/ui/link-button';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { CardText } from './card-text';
import { EvaluationSection } from './evaluation-section';
import { PrintLine } from './print-line';
import { cardQueries, type OfVersion } from './queries';
import { UnpublishedCard } from './unpublished-card';
import { VersionSelect } from './version-select';

const besides = 'lg:grid-cols-[minmax(0,1fr)_24rem] print:grid-cols-[minmax(0,1fr)]';

export interface CardPlace {
  of: OfVersion;
  versions: readonly number[];
  champion: number | null;
}

export function CardReader({
  place,
  person,
  project,
  mayEdit,
}: {
  place: CardPlace;
  person: string;
  project: string;
  mayEdit: boolean;
}) {
  const t = useTranslations('cards');
  const format = useFormat();
  const { of, versions, champion } = place;
  const query = useQuery(cardQueries.detail(of));
  const base = `/p/${of.project}/models/${encodeURIComponent(of.model)}/card`;
  const editHref = `${base}/edit?version=${of.number}`;
  const card = query.data?.published ?? null;
  const published = card?.publishedAt
    ? t('published', { when: format.dayTime(card.publishedAt), person: card.createdBy })
    : null;
  return (
    <>
      <PrintLine project={project} of={of} published={published} person={person} />
      <PageHeader
        title={t('titleOf', { model: of.model, number: of.number })}
        sentence={published}
        actions={
          <>
            <VersionSelect base={base} versions={versions} champion={champion} number={of.number} />
            {card ? (
              <Button icon={<Printer aria-hidden="true" />} onClick={() => window.print()}>
                {t('print')}
              </Button>
            ) : null}
            {card && mayEdit ? (
              <LinkButton kind="main" href={editHref} icon={<Pencil aria-hidden="true" />}>
                {t('edit')}
              </LinkButton>
            ) : null}
          </>
        }
      />
      <div className={clsx('grid grid-cols-[minmax(0,1fr)] items-start gap-x-4 gap-y-8', besides)}>
        <QueryPanel query={query} errorTitle={t('notLoaded')} skeleton={<SkeletonRows rows={9} />}>
          {(view) =>
            view.published ? (
              <div className="flex flex-col gap-4">
                {view.draft ? (
                  <div className="print:hidden">
                    <Note
                      kind="info"
                      actions={
                        <TextLink tone="ink" href={editHref}>
                          {t('openDraft')}
                        </TextLink>
                      }
                    >
                      {t('draftWaits', { when: format.dayTime(view.draft.createdAt), person: view.draft.createdBy })}
                    </Note>
                  </div>
                ) : null}
                <Panel className="print:border-0 print:p-0">
                  <CardText content={view.published} />
                </Panel>
              </div>
            ) : (
              <UnpublishedCard view={view} number={of.number} base={base} mayEdit={mayEdit} />
            )
          }
        </QueryPanel>
        <EvaluationSection of={of} />
      </div>
    </>
  );
}
