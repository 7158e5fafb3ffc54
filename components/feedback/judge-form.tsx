'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { RadioGroup } from '@/components/ui/radio-group';
import { Textarea } from '@/components/ui/textarea';
import { useTranslations } from '@/components/ui/use-translations';
import type { JudgedField, NewFeedback, Score } from '@/lib/domain/feedback/schema';
import { SEVERITIES } from '@/lib/domain/predictions/schema';
import { draftOf, type JudgeDraft, type StandingVerdict, toFeedback } from './judge-draft';
import { JudgeExpected } from './judge-expected';
import { JudgeFields } from './judge-fields';
import { JudgeScores } from './judge-scores';

export interface Judgeable {
  task: 'classification' | 'regression' | 'tensors';
  /** Classes with the owner's names, the answer left out. */
  classes: readonly { label: string; name: string }[];
  unit: string;
  /** Fields of the row that may be wrong themselves. */
  fields: readonly JudgedField[];
  /** What the project asks beside right or wrong. */
  scores: readonly Score[];
  /** The installation can send mail to the person. */
  canMail: boolean;
}

/** Right or wrong, what it should have been, what is wrong with the row, and why: kept with the row. It begins with what stands. */
export function JudgeForm({
  row,
  standing = null,
  keep,
  sentActions,
}: {
  row: Judgeable;
  standing?: StandingVerdict | null;
  keep: (said: NewFeedback) => Promise<unknown>;
  /** What else can be done with what was sent. */
  sentActions?: ReactNode;
}) {
  const t = useTranslations('feedback.judge');
  const client = useQueryClient();
  const [draft, setDraft] = useState<JudgeDraft>(() => draftOf(standing));
  const change = (more: Partial<JudgeDraft>) => setDraft((before) => ({ ...before, ...more }));
  const send = useMutation({
    mutationFn: () => keep(toFeedback(draft, row)),
    onSuccess: () =>
      client.invalidateQueries({
        predicate: ({ queryKey }) => ['predictions', 'feedback', 'monitoring'].includes(String(queryKey[0])),
      }),
  });
  if (send.isSuccess)
    return (
      <Note
        kind="ok"
        actions={
          <>
            <Button size="sm" onClick={() => send.reset()}>
              {t('again')}
            </Button>
            {sentActions}
          </>
        }
      >
        {t('sent')}
      </Note>
    );
  const { verdict } = draft;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (verdict) send.mutate();
      }}
    >
      <RadioGroup
        look="cards"
        label={t('title')}
        value={verdict}
        onValue={(next) => change({ verdict: next })}
        choices={[
          { value: 'right', label: t('right'), icon: <ThumbsUp aria-hidden="true" /> },
          { value: 'wrong', label: t('wrong'), icon: <ThumbsDown aria-hidden="true" /> },
        ]}
      />
      {verdict === 'wrong' ? (
        <>
          <JudgeExpected row={row} draft={draft} onChange={change} />
          <RadioGroup
            look="cards"
            label={t('severity')}
            value={draft.severity}
            onValue={(severity) => change({ severity })}
            choices={SEVERITIES.map((value) => ({ value, label: t(`severities.${value}`) }))}
          />
        </>
      ) : null}
      {verdict ? (
        <>
          <JudgeFields known={row.fields} fields={draft.fields} onFields={(fields) => change({ fields })} />
          <Field label={t('why')}>
            <Textarea
              rows={2}
              maxLength={2000}
              value={draft.reason}
              placeholder={t('whyPlaceholder')}
              onChange={(event) => change({ reason: event.target.value })}
            />
          </Field>
          <JudgeScores scores={row.scores} values={draft.scores} onValues={(scores) => change({ scores })} />
          {verdict === 'wrong' && row.canMail ? (
            <Checkbox
              label={t('mail')}
              hint={t('mailHint')}
              checked={draft.wantsMail ?? false}
              onChange={(event) => change({ wantsMail: event.target.checked })}
            />
          ) : null}
          {send.isError ? <InlineError error={send.error} /> : null}
          <div className="flex flex-wrap gap-2">
            <Button kind="main" type="submit" busy={send.isPending}>
              {t(standing ? 'save' : 'send')}
            </Button>
            {/* What is being saved stands elsewhere in a moment, and a question that was asked here would go with this form. */}
            {standing && !send.isPending ? sentActions : null}
          </div>
        </>
      ) : null}
    </form>
  );
}
