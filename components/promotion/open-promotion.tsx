'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { type Step, Stepper } from '@/components/ui/stepper';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Promotion } from '@/lib/domain/promotion/schema';
import { api } from '@/lib/platform/http/client';
import { GuardsTable } from './guards-table';
import { NotesPanel } from './notes-panel';
import { PromotionState } from './promotion-state';
import type { PromotionRights } from './promotion-view';
import { promotionQueries } from './queries';
import { WaitingNote } from './waiting-note';

const MINUTE_MS = 60_000;

/** The promotion that is under way: its steps, its guards, and what may be done with it. */
export function OpenPromotion({
  project,
  model,
  promotion,
  rights,
}: {
  project: string;
  model: string;
  promotion: Promotion;
  rights: PromotionRights;
}) {
  const t = useTranslations('promotion.open');
  const format = useFormat();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const act = useMutation({
    mutationFn: (todo: 'approve' | 'reject' | 'stop' | 'continue') =>
      todo === 'stop' || todo === 'continue'
        ? api<Promotion>(`/api/promotions/${promotion.id}/${todo}`, { method: 'POST', project, body: { reason } })
        : api<Promotion>(`/api/promotions/${promotion.id}/decision`, {
            method: 'POST',
            project,
            body: { approve: todo === 'approve', reason },
          }),
    onSettled: () => client.invalidateQueries({ queryKey: promotionQueries.list(project, model).queryKey }),
  });
  const isAsked = promotion.state === 'asked';
  const isPaused = promotion.pausedAt !== null;
  const isOwn = promotion.askedBy === rights.person;
  const { stages } = promotion.rules;
  const share = (percent: number) => format.percent(percent / 100, { digits: percent < 1 ? 1 : 0 });
  const stateOf = (place: number): 'done' | 'busy' | 'open' =>
    isAsked ? 'open' : place < promotion.stage ? 'done' : place === promotion.stage ? 'busy' : 'open';
  const until = (minutes: number) =>
    promotion.stageSince === null
      ? undefined
      : t('until', { when: format.dayTime(Date.parse(promotion.stageSince) + minutes * MINUTE_MS) });
  const steps: Step[] = [
    ...(promotion.rules.approval === 'second-person'
      ? [
          {
            key: 'approval',
            title: t('steps.approval'),
            state: isAsked ? ('busy' as const) : ('done' as const),
            stateWord: t(isAsked ? 'words.busy' : 'words.done'),
            evidence: promotion.decidedBy ?? undefined,
          },
        ]
      : []),
    ...stages.map(({ percent, minutes }, place) => ({
      key: `stage-${place}`,
      title: share(percent),
      state: stateOf(place),
      stateWord: t(`words.${stateOf(place)}`),
      evidence: stateOf(place) === 'busy' ? until(minutes) : undefined,
      detail: t('holds', { time: format.duration(minutes * MINUTE_MS) }),
    })),
    {
      key: 'all',
      title: share(100),
      state: stateOf(stages.length),
      stateWord: t(`words.${stateOf(stages.length)}`),
      evidence: stateOf(stages.length) === 'busy' ? until(promotion.rules.watchMinutes) : undefined,
      detail: t('watched', { time: format.duration(promotion.rules.watchMinutes * MINUTE_MS) }),
    },
  ];
  return (
    <>
      <section aria-label={t('title', { number: promotion.versionNumber })}>
        <SectionHeading
          title={t('title', { number: promotion.versionNumber })}
          hint={t('asked', { who: promotion.askedBy, when: format.dayTime(promotion.createdAt) })}
          actions={<PromotionState state={promotion.state} pill />}
        />
        <Panel>
          {promotion.reason ? <p className="mb-4 text-sm">{promotion.reason}</p> : null}
          <Stepper label={t('stepsLabel')} steps={steps} />
          <div className="mt-5 flex flex-col gap-4">
            {isAsked && isOwn ? <Note kind="locked">{t('own')}</Note> : null}
            <WaitingNote promotion={promotion} />
            {act.error ? <InlineError error={act.error} title={t('failed')} /> : null}
            <div className="flex flex-wrap items-end gap-3">
              {rights.mayAsk || rights.mayDecide ? (
                <Field label={t('reason')} optional>
                  <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
                </Field>
              ) : null}
              {isAsked && rights.mayDecide && !isOwn ? (
                <>
                  <Button kind="main" busy={act.isPending} onClick={() => act.mutate('approve')}>
                    {t('approve')}
                  </Button>
                  <Button busy={act.isPending} onClick={() => act.mutate('reject')}>
                    {t('reject')}
                  </Button>
                </>
              ) : null}
              {isPaused && rights.mayDecide && !(isOwn && promotion.rules.approval === 'second-person') ? (
                <Button kind="main" busy={act.isPending} onClick={() => act.mutate('continue')}>
                  {t('continue')}
                </Button>
              ) : null}
              {rights.mayAsk ? (
                <Button kind="danger" busy={act.isPending} onClick={() => act.mutate('stop')}>
                  {isAsked ? t('withdraw') : t('stop')}
                </Button>
              ) : null}
            </div>
          </div>
        </Panel>
      </section>
      {promotion.guards ? (
        <Section label={t('guards')}>
          <SectionHeading title={t('guards')} hint={t('looked', { when: format.time(promotion.guards.at) })} />
          <GuardsTable label={t('guards')} views={promotion.guards.views} />
        </Section>
      ) : null}
      <Section label={t('notes')}>
        <SectionHeading
          title={t('notes')}
          hint={t('notesHint', { from: promotion.fromNumber, to: promotion.versionNumber })}
        />
        <NotesPanel notes={promotion.notes} />
      </Section>
    </>
  );
}
