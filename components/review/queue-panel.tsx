'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { NumberInput } from '@/components/ui/number-input';
import { Select } from '@/components/ui/select';
import { SidePanel } from '@/components/ui/side-panel';
import { Textarea } from '@/components/ui/textarea';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { Queue } from '@/lib/domain/review/schema';
import { apiResponse } from '@/lib/platform/http/client';
import { ExamShareField } from './exam-share-field';
import { reviewQueries, saveQueue } from './queries';
import { contentOf, draftOf, newDraft, type QueueDraft } from './queue-draft';
import { ScaleFields } from './scale-fields';
import { StrataFields } from './strata-fields';

/** Adds a queue or changes one: which rows come in, how many people judge each, and how they are told to. */
export function QueuePanel({
  project,
  models,
  queue,
  onClose,
  onSaved,
}: {
  project: string;
  models: readonly string[];
  queue: Queue | null;
  onClose: () => void;
  onSaved: (id: string) => void;
}) {
  const t = useTranslations('review.queue');
  const client = useQueryClient();
  const [draft, setDraft] = useState<QueueDraft>(() => (queue ? draftOf(queue) : newDraft(models[0] ?? '')));
  const [isClosing, setIsClosing] = useState(false);
  const renew = () => client.invalidateQueries({ queryKey: reviewQueries.all(project) });
  const save = useMutation({
    mutationFn: () => saveQueue(project, queue ? { id: queue.id } : { model: draft.model }, contentOf(draft)),
    onSuccess: async ({ id, name }) => {
      await renew();
      showSuccess(t('saved', { name }));
      onSaved(id);
      onClose();
    },
  });
  const close = useMutation({
    mutationFn: () => apiResponse(`/api/review-queues/${queue?.id}`, { method: 'DELETE', project }),
    onSuccess: async () => {
      await renew();
      onClose();
    },
  });
  return (
    <SidePanel
      open
      onOpen={(open) => (open ? undefined : onClose())}
      title={queue ? t('of', { name: queue.name }) : t('new')}
    >
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {queue ? null : (
          <Field label={t('model')}>
            <Select
              value={draft.model}
              onValue={(model) => setDraft({ ...draft, model })}
              options={models.map((name) => ({ value: name, label: name }))}
            />
          </Field>
        )}
        <Field label={t('name')} required>
          <Input
            value={draft.name}
            maxLength={60}
            onChange={({ target }) => setDraft({ ...draft, name: target.value })}
          />
        </Field>
        <RuleFields draft={draft} onDraft={setDraft} />
        <PeopleFields draft={draft} onDraft={setDraft} />
        <ScaleFields draft={draft} onDraft={setDraft} />
        <Field label={t('instructions')} hint={t('instructionsHint')} optional>
          <Textarea
            rows={6}
            maxLength={20_000}
            value={draft.instructions}
            onChange={({ target }) => setDraft({ ...draft, instructions: target.value })}
          />
        </Field>
        {save.isError ? <InlineError error={save.error} title={t('notSaved')} /> : null}
        <div className="flex flex-wrap items-center gap-2">
          <Button kind="main" type="submit" busy={save.isPending}>
            {t('save')}
          </Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
          {queue ? (
            <Button kind="danger" className="ml-auto" onClick={() => setIsClosing(true)}>
              {t('close')}
            </Button>
          ) : null}
        </div>
      </form>
      <ExamShareField project={project} />
      {queue && isClosing ? (
        <ConfirmDialog
          question={t('closeQuestion', { name: queue.name })}
          consequence={t('closeConsequence')}
          keep={t('keep')}
          act={t('close')}
          kind="danger-solid"
          busy={close.isPending}
          error={close.error}
          failed={t('notClosed')}
          onKeep={() => setIsClosing(false)}
          onAct={() => close.mutate()}
        />
      ) : null}
    </SidePanel>
  );
}

interface Part {
  draft: QueueDraft;
  onDraft: (draft: QueueDraft) => void;
}

function RuleFields({ draft, onDraft }: Part) {
  const t = useTranslations('review.queue');
  const toggle = (name: 'complaints' | 'unsure' | 'disagreement' | 'outside' | 'random') => ({
    checked: draft[name],
    onChange: ({ target }: { target: { checked: boolean } }) => onDraft({ ...draft, [name]: target.checked }),
  });
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-sm font-medium">{t('rules')}</legend>
      <Checkbox label={t('complaints')} hint={t('complaintsHint')} {...toggle('complaints')} />
      <Checkbox label={t('unsure')} hint={t('unsureHint')} {...toggle('unsure')} />
      {draft.unsure ? (
        <Field label={t('confidence')}>
          <NumberInput
            value={draft.confidencePercent}
            unit="%"
            onValue={(confidencePercent) => onDraft({ ...draft, confidencePercent })}
          />
        </Field>
      ) : null}
      <Checkbox label={t('disagreement')} hint={t('disagreementHint')} {...toggle('disagreement')} />
      <Checkbox label={t('outside')} hint={t('outsideHint')} {...toggle('outside')} />
      <Checkbox label={t('random')} hint={t('randomHint')} {...toggle('random')} />
      {draft.random ? (
        <Field label={t('share')}>
          <NumberInput
            value={draft.sharePercent}
            unit="%"
            onValue={(sharePercent) => onDraft({ ...draft, sharePercent })}
          />
        </Field>
      ) : null}
      {draft.random ? <StrataFields draft={draft} onDraft={onDraft} /> : null}
    </fieldset>
  );
}

function PeopleFields({ draft, onDraft }: Part) {
  const t = useTranslations('review.queue');
  return (
    <>
      <div className="grid grid-cols-2 gap-4">
        <Field label={t('reviewsWanted')} hint={t('reviewsWantedHint')}>
          <NumberInput value={draft.reviewsWanted} onValue={(reviewsWanted) => onDraft({ ...draft, reviewsWanted })} />
        </Field>
        <Field label={t('lockMinutes')} hint={t('lockMinutesHint')}>
          <NumberInput
            value={draft.lockMinutes}
            unit={t('minutes')}
            onValue={(lockMinutes) => onDraft({ ...draft, lockMinutes })}
          />
        </Field>
      </div>
      <Checkbox
        label={t('blind')}
        hint={t('blindHint')}
        checked={draft.isBlind}
        onChange={({ target }) => onDraft({ ...draft, isBlind: target.checked })}
      />
      <Field label={t('tolerance')} hint={t('toleranceHint')}>
        <NumberInput value={draft.tolerance} onValue={(tolerance) => onDraft({ ...draft, tolerance })} />
      </Field>
      <Field label={t('gold')} hint={t('goldHint')}>
        <NumberInput value={draft.goldPercent} unit="%" onValue={(goldPercent) => onDraft({ ...draft, goldPercent })} />
      </Field>
    </>
  );
}
