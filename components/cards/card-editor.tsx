'use client';
import { PageHeader } from '@/components/shell/page-header';
import { LinkButton } from '@/components/ui/link-button';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { Badge } from '@/components/ui/state';
import { useTranslations } from '@/components/ui/use-translations';
import { CARD_FIELDS, type CardView } from '@/lib/domain/cards/schema';
import { contentOf, countFilled, findTooLong, isBlank } from './card-content';
import { CardFieldInputs } from './card-field-inputs';
import { CardHistory } from './card-history';
import { CardPreview } from './card-preview';
import type { CardPlace } from './card-reader';
import { DraftError, DraftStatus } from './draft-status';
import { EvaluationSection } from './evaluation-section';
import { PublishButton } from './publish-button';
import { StartFromPrevious } from './start-from-previous';
import { useCardDraft } from './use-card-draft';
import { VersionSelect } from './version-select';

/** Writes a version's card: fields and free text at the left, the reader's view beside them. */
export function CardEditor({ place, view }: { place: CardPlace; view: CardView }) {
  const t = useTranslations('cards');
  const { of, versions, champion } = place;
  const draft = useCardDraft(of, {
    content: contentOf(view.draft ?? view.published),
    savedAt: view.draft?.createdAt ?? null,
  });
  const tooLong = findTooLong(draft.content);
  const base = `/p/${of.project}/models/${encodeURIComponent(of.model)}/card`;
  const counter = t('counter', { filled: countFilled(draft.content.fields), all: CARD_FIELDS.length });
  return (
    <>
      <PageHeader
        title={t('editTitle', { model: of.model, number: of.number })}
        state={<Badge>{counter}</Badge>}
        meta={<DraftStatus draft={draft} isTooLong={tooLong.length > 0} />}
        actions={
          <>
            <VersionSelect base={`${base}/edit`} versions={versions} champion={champion} number={of.number} />
            <LinkButton href={`${base}?version=${of.number}`}>{t('read')}</LinkButton>
            <PublishButton of={of} draft={draft} hasDraft={view.draft !== null} isTooLong={tooLong.length > 0} />
          </>
        }
      />
      <DraftError draft={draft} />
      {view.previous && isBlank(draft.content) ? <StartFromPrevious previous={view.previous} draft={draft} /> : null}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-6 gap-y-8 lg:grid-cols-2">
        <section aria-labelledby="card-fields">
          <SectionHeading id="card-fields" title={t('fieldsTitle')} hint={t('fieldsHint')} />
          <Panel>
            <CardFieldInputs draft={draft} tooLong={tooLong} />
          </Panel>
        </section>
        <CardPreview content={draft.content} />
        <div className="flex min-w-0 flex-col gap-8">
          <EvaluationSection of={of} />
          <CardHistory of={of} draft={draft} />
        </div>
      </div>
    </>
  );
}
