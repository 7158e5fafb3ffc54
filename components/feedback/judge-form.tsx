'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { NumberInput } from '@/components/ui/number-input';
import { RadioGroup } from '@/components/ui/radio-group';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { useTranslations } from '@/components/ui/use-translations';
import type { NewFeedback } from '@/lib/domain/feedback/schema';

export interface Judgeable {
  task: 'classification' | 'regression' | 'tensors';
  /** Classes with the owner's names, the answer left out. */
  classes: readonly { label: string; name: string }[];
  unit: string;
  /** The installation can send mail to the person. */
  canMail: boolean;
}

/** Buttons side by side up to here; a list above. */
const MOST_BUTTONS = 8;

/** Right or wrong, what it should have been, and why: kept with the row. A second verdict of the same person replaces the first. */
export function JudgeForm({
  row,
  keep,
  thanks,
}: {
  row: Judgeable;
  keep: (said: NewFeedback) => Promise<unknown>;
  /** Where nothing can be changed afterwards: what is said instead. */
  thanks?: ReactNode;
}) {
  const t = useTranslations('feedback.judge');
  const client = useQueryClient();
  const [verdict, setVerdict] = useState<'right' | 'wrong' | null>(null);
  const [label, setLabel] = useState<string | null>(null);
  const [value, setValue] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const [wantsMail, setWantsMail] = useState(false);
  const send = useMutation({
    mutationFn: () => {
      const expected = row.task === 'regression' ? (value === null ? undefined : String(value)) : (label ?? undefined);
      return keep({
        verdict: verdict ?? 'right',
        ...(verdict === 'wrong' && expected !== undefined ? { expected } : {}),
        ...(reason.trim() ? { reason: reason.trim() } : {}),
        ...(verdict === 'wrong' && wantsMail ? { wantsMail } : {}),
      });
    },
    onSuccess: () =>
      client.invalidateQueries({
        predicate: ({ queryKey }) => ['predictions', 'feedback', 'monitoring'].includes(String(queryKey[0])),
      }),
  });
  if (send.isSuccess)
    return (
      thanks ?? (
        <Note
          kind="ok"
          actions={
            <Button size="sm" onClick={() => send.reset()}>
              {t('again')}
            </Button>
          }
        >
          {t('sent')}
        </Note>
      )
    );
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
        onValue={setVerdict}
        choices={[
          { value: 'right', label: t('right'), icon: <ThumbsUp aria-hidden="true" /> },
          { value: 'wrong', label: t('wrong'), icon: <ThumbsDown aria-hidden="true" /> },
        ]}
      />
      {verdict === 'wrong' ? (
        <Expected row={row} label={label} onLabel={setLabel} value={value} onValue={setValue} />
      ) : null}
      {verdict ? (
        <>
          <Field label={t('why')}>
            <Textarea
              rows={2}
              maxLength={2000}
              value={reason}
              placeholder={t('whyPlaceholder')}
              onChange={(event) => setReason(event.target.value)}
            />
          </Field>
          {verdict === 'wrong' && row.canMail ? (
            <Checkbox
              label={t('mail')}
              hint={t('mailHint')}
              checked={wantsMail}
              onChange={(event) => setWantsMail(event.target.checked)}
            />
          ) : null}
          {send.isError ? <InlineError error={send.error} /> : null}
          <div>
            <Button kind="main" type="submit" busy={send.isPending}>
              {t('send')}
            </Button>
          </div>
        </>
      ) : null}
    </form>
  );
}

function Expected({
  row,
  label,
  onLabel,
  value,
  onValue,
}: {
  row: Judgeable;
  label: string | null;
  onLabel: (label: string) => void;
  value: number | null;
  onValue: (value: number | null) => void;
}) {
  const t = useTranslations('feedback.judge');
  if (row.task === 'regression')
    return (
      <Field label={t('number')}>
        <NumberInput value={value} onValue={onValue} unit={row.unit || undefined} className="max-w-48" />
      </Field>
    );
  if (row.classes.length === 0) return null;
  if (row.classes.length > MOST_BUTTONS)
    return (
      <Field label={t('which')}>
        <Select
          value={label}
          onValue={onLabel}
          options={row.classes.map((one) => ({ value: one.label, label: one.name }))}
          className="max-w-72"
        />
      </Field>
    );
  return (
    <RadioGroup
      look="cards"
      label={t('which')}
      value={label}
      onValue={onLabel}
      choices={row.classes.map((one) => ({ value: one.label, label: one.name }))}
    />
  );
}
