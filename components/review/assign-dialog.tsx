'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { UserRoundCheck } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { InlineError } from '@/components/ui/inline-error';
import { RadioGroup } from '@/components/ui/radio-group';
import { SkeletonRows } from '@/components/ui/skeleton';
import { showSuccess } from '@/components/ui/toast';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Queue } from '@/lib/domain/review/schema';
import { assignItems, reviewQueries } from './queries';

const WHICH = ['unassigned', 'all', 'item'] as const;
type Which = (typeof WHICH)[number];

/** Splits what waits among people, or gives the chosen item to them; without anybody it goes back to all. */
export function AssignDialog({
  project,
  queue,
  item,
  onAssigned,
}: {
  project: string;
  queue: Queue;
  item: string | null;
  onAssigned: () => void;
}) {
  const t = useTranslations('review.assign');
  const format = useFormat();
  const client = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const [which, setWhich] = useState<Which>('unassigned');
  const [people, setPeople] = useState<readonly string[]>([]);
  const query = useQuery({ ...reviewQueries.reviewers(project, queue.id), enabled: isOpen });
  const send = useMutation({
    mutationFn: () =>
      assignItems(project, queue.id, {
        people: [...people],
        which: which === 'all' ? 'all' : 'unassigned',
        ...(which === 'item' && item !== null ? { items: [item] } : {}),
      }),
    onSuccess: async ({ items }) => {
      setIsOpen(false);
      showSuccess(t(people.length === 0 ? 'freed' : 'done', { n: items }));
      await client.invalidateQueries({
        queryKey: reviewQueries.all(project),
        predicate: ({ queryKey }) => queryKey[2] !== 'current',
      });
      // What the person held may be somebody else's now.
      onAssigned();
      await client.resetQueries({ queryKey: reviewQueries.current(project, queue.id, null).queryKey });
    },
  });
  const open = () => {
    setWhich(item === null ? 'unassigned' : 'item');
    setPeople([]);
    send.reset();
    setIsOpen(true);
  };
  const waiting = queue.counts.open + queue.counts.disputed;
  const isNothing = people.length === 0 && which === 'unassigned';
  return (
    <>
      <Button icon={<UserRoundCheck aria-hidden="true" />} onClick={open}>
        {t('open')}
      </Button>
      <Dialog
        open={isOpen}
        onOpen={setIsOpen}
        question={t('title')}
        answers={
          <>
            <Button onClick={() => setIsOpen(false)}>{t('cancel')}</Button>
            <Button
              kind="main"
              busy={send.isPending}
              onClick={() => send.mutate()}
              {...(isNothing ? { locked: t('choose') } : {})}
            >
              {people.length === 0 && !isNothing ? t('free') : t(which === 'item' ? 'give' : 'split')}
            </Button>
          </>
        }
      >
        <p>{t('body')}</p>
        <RadioGroup
          label={t('which')}
          value={which}
          onValue={setWhich}
          choices={WHICH.filter((one) => one !== 'item' || item !== null).map((value) => ({
            value,
            label: t(`whiches.${value}`, {
              n: format.number(value === 'all' ? waiting : (query.data?.unassigned ?? 0)),
            }),
          }))}
        />
        {query.isPending ? <SkeletonRows rows={3} /> : null}
        {query.isError ? <InlineError error={query.error} onRetry={() => void query.refetch()} /> : null}
        {query.data ? (
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-1 text-sm font-medium text-ink">{t('people')}</legend>
            {query.data.reviewers.map(({ id, name, assigned }) => (
              <Checkbox
                key={id}
                label={name}
                hint={t('has', { open: format.number(assigned.open), done: format.number(assigned.done) })}
                checked={people.includes(id)}
                onChange={({ target }) =>
                  setPeople(target.checked ? [...people, id] : people.filter((one) => one !== id))
                }
              />
            ))}
          </fieldset>
        ) : null}
        {send.isError ? <InlineError error={send.error} /> : null}
      </Dialog>
    </>
  );
}
