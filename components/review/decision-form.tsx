'use client';
import { useMutation } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useShortcuts } from '@/components/shell/shortcut-provider';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { NumberInput } from '@/components/ui/number-input';
import { RadioGroup } from '@/components/ui/radio-group';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { useTranslations } from '@/components/ui/use-translations';
import type { NewReview, ReviewItem, ReviewResult } from '@/lib/domain/review/schema';
import { saveReview } from './queries';

/** Classes that have a key of their own. */
const MOST_KEYS = 9;
const OTHERS = ['cannot-tell', 'inputs-wrong', 'skip'] as const;
const KEYS = { 'cannot-tell': 'u', 'inputs-wrong': 'b', skip: 's' } as const;
type Other = (typeof OTHERS)[number];

const Key = ({ children }: { children: string }) => (
  <kbd className="rounded-sm border border-line-strong px-1 text-xs text-ink-3">{children}</kbd>
);

/** What it was, by mouse or by keys alone: a number for a class, then Enter. */
export function DecisionForm({
  project,
  item,
  shownAtMs,
  onSaved,
  onUndo,
}: {
  project: string;
  item: ReviewItem;
  /** When the person began to look at it. */
  shownAtMs: number;
  onSaved: (result: ReviewResult) => void;
  /** Takes the review before this one back; null where there is none. */
  onUndo: (() => void) | null;
}) {
  const t = useTranslations('review.decision');
  const [label, setLabel] = useState<string | null>(null);
  const [number, setNumber] = useState<number | null>(null);
  const [other, setOther] = useState<Other | null>(null);
  const [note, setNote] = useState('');
  const [choices, setChoices] = useState(0);
  const saveButton = useRef<HTMLButtonElement>(null);
  const isNumber = item.task !== 'classification' || item.classes.length === 0;
  const value = item.task === 'regression' ? number : label;
  const isComplete = other === 'skip' ? note.trim() !== '' : other !== null || value !== null;
  const save = useMutation({
    mutationFn: () => {
      const said: Pick<NewReview, 'decision' | 'value'> =
        other !== null ? { decision: other } : { decision: 'label', ...(value === null ? {} : { value }) };
      return saveReview(project, item.id, { ...said, note: note.trim(), tookMs: Math.max(0, Date.now() - shownAtMs) });
    },
    onSuccess: onSaved,
  });
  const chooseClass = useCallback((chosen: string) => {
    setLabel(chosen);
    setOther(null);
    setChoices((n) => n + 1);
  }, []);
  const chooseOther = useCallback((chosen: Other) => {
    setOther(chosen);
    setLabel(null);
    setNumber(null);
    if (chosen === 'skip') document.getElementById('review-note')?.focus();
    else setChoices((n) => n + 1);
  }, []);
  // Enter saves what was chosen. A button that is locked is another element, so that it is looked for when it is drawn.
  useEffect(() => {
    if (choices > 0) saveButton.current?.focus();
  }, [choices]);
  const { mutate, isPending } = save;
  const submit = useCallback(() => {
    if (isComplete && !isPending) mutate();
  }, [isComplete, isPending, mutate]);
  const shortcuts = useMemo(
    () => [
      ...item.classes.slice(0, MOST_KEYS).map((one, i) => ({
        keys: String(i + 1),
        label: t('keyClass', { name: one.name }),
        scope: 'page' as const,
        run: () => chooseClass(one.label),
      })),
      ...OTHERS.map((one) => ({
        keys: KEYS[one],
        label: t(one),
        scope: 'page' as const,
        run: () => chooseOther(one),
      })),
      { keys: 'mod+enter', label: t('save'), scope: 'page' as const, run: submit },
      ...(onUndo ? [{ keys: 'z', label: t('undo'), scope: 'page' as const, run: onUndo }] : []),
    ],
    [item.classes, t, chooseClass, chooseOther, submit, onUndo],
  );
  useShortcuts(shortcuts);
  // The next item begins where a keyboard goes on.
  useEffect(() => {
    if (item.task === 'regression') document.getElementById('review-number')?.focus();
  }, [item.task]);
  return (
    <form
      className="flex flex-col gap-4 border-t border-line bg-surface p-5 lg:sticky lg:bottom-0"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {item.task === 'regression' ? (
        <Field label={t('number')} id="review-number">
          <NumberInput
            value={number}
            onValue={(next) => {
              setNumber(next);
              if (next !== null) setOther(null);
            }}
            unit={item.unit || undefined}
            className="max-w-48"
          />
        </Field>
      ) : isNumber ? (
        <Field label={t('what')}>
          <Textarea rows={1} value={label ?? ''} onChange={({ target }) => setLabel(target.value || null)} />
        </Field>
      ) : item.classes.length > MOST_KEYS ? (
        <Field label={t('what')}>
          <Select
            value={label}
            onValue={chooseClass}
            options={item.classes.map((one) => ({ value: one.label, label: one.name }))}
            className="max-w-72"
          />
        </Field>
      ) : (
        <RadioGroup
          look="cards"
          label={t('what')}
          value={label}
          onValue={chooseClass}
          choices={item.classes.map((one, i) => ({
            value: one.label,
            label: (
              <span className="flex items-center gap-3">
                {one.name} <Key>{String(i + 1)}</Key>
              </span>
            ),
          }))}
        />
      )}
      <fieldset aria-label={t('others')} className="flex flex-wrap gap-1">
        {OTHERS.map((one) => (
          <Button
            key={one}
            kind={other === one ? 'outlined' : 'quiet'}
            aria-pressed={other === one}
            onClick={() => chooseOther(one)}
          >
            {t(one)} <Key>{KEYS[one].toUpperCase()}</Key>
          </Button>
        ))}
      </fieldset>
      <Field label={other === 'skip' ? t('why') : t('note')} optional={other !== 'skip'} id="review-note">
        <Textarea rows={2} maxLength={2000} value={note} onChange={({ target }) => setNote(target.value)} />
      </Field>
      {save.isError ? <InlineError error={save.error} /> : null}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          ref={saveButton}
          kind="main"
          size="lg"
          type="submit"
          busy={save.isPending}
          {...(isComplete ? {} : { locked: other === 'skip' ? t('sayWhy') : t('choose') })}
        >
          {other === 'skip' ? t('skipNow') : t('save')} <Key>↵</Key>
        </Button>
        {onUndo ? (
          <Button kind="quiet" icon={<Undo2 aria-hidden="true" />} onClick={onUndo}>
            {t('undo')} <Key>Z</Key>
          </Button>
        ) : null}
      </div>
    </form>
  );
}
