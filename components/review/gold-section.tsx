'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { shortId } from '@/components/ui/format';
import { IconButton } from '@/components/ui/icon-button';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { NumberInput } from '@/components/ui/number-input';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { RadioGroup } from '@/components/ui/radio-group';
import { type Column, Dash, Table } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { showSuccess } from '@/components/ui/toast';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { KnownRow, NewGoldRows, Queue } from '@/lib/domain/review/schema';
import { addGold, removeGold, reviewQueries } from './queries';

/** The rows of a queue whose answer is known. Only those who keep the queue see them. */
export function GoldSection({ project, queue }: { project: string; queue: Queue }) {
  const t = useTranslations('review.known');
  const format = useFormat();
  const client = useQueryClient();
  const query = useQuery(reviewQueries.gold(project, queue.id));
  const remove = useMutation({
    mutationFn: (id: string) => removeGold(project, queue.id, id),
    onSuccess: () => client.invalidateQueries({ queryKey: reviewQueries.gold(project, queue.id).queryKey }),
  });
  if (query.isPending) return null;
  if (query.isError) return <InlineError error={query.error} onRetry={() => void query.refetch()} />;
  const { rows } = query.data;
  const columns: Column<KnownRow>[] = [
    {
      key: 'row',
      header: t('row'),
      cell: ({ rowId }) => <TextLink href={`/p/${project}/predictions/${rowId}`}>{shortId(rowId)}</TextLink>,
    },
    { key: 'value', header: t('value'), cell: ({ value }) => <b className="font-semibold">{value}</b> },
    { key: 'source', header: t('source'), cell: ({ source, createdBy }) => t(`sources.${source}`, { by: createdBy }) },
    {
      key: 'right',
      header: t('right'),
      align: 'right',
      cell: ({ answered, right }) =>
        answered === 0 ? <Dash /> : t('rightOf', { right: format.number(right), n: format.number(answered) }),
    },
    {
      key: 'remove',
      header: t('remove'),
      align: 'right',
      cell: ({ id, rowId }) => (
        <IconButton
          label={t('removeOne', { row: shortId(rowId) })}
          icon={<Trash2 aria-hidden="true" />}
          onClick={() => remove.mutate(id)}
        />
      ),
    },
  ];
  return (
    <Section label={t('title')}>
      <SectionHeading
        title={t('title')}
        hint={t('hint', { n: format.number(rows.length), share: format.percent(queue.goldShare, { digits: 0 }) })}
        actions={<AddGold project={project} queue={queue} />}
      />
      {remove.isError ? <InlineError error={remove.error} /> : null}
      <Panel flush>
        {rows.length === 0 ? (
          <p className="px-5 py-4 text-sm text-ink-2">{t('none')}</p>
        ) : (
          <Table label={t('title')} columns={columns} rows={rows} rowKey={({ id }) => id} />
        )}
      </Panel>
      <p className="mt-2 max-w-measure text-xs text-ink-3">{t(queue.goldShare > 0 ? 'note' : 'noteOff')}</p>
    </Section>
  );
}

const FROM = ['exam', 'settled', 'hand'] as const;

function AddGold({ project, queue }: { project: string; queue: Queue }) {
  const t = useTranslations('review.known');
  const client = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const [from, setFrom] = useState<(typeof FROM)[number]>('exam');
  const [most, setMost] = useState<number | null>(20);
  const [row, setRow] = useState('');
  const [value, setValue] = useState('');
  const add = useMutation({
    mutationFn: () => {
      const body: NewGoldRows =
        from === 'hand' ? { from, row: row.trim(), value: value.trim() } : { from, most: most ?? 0 };
      return addGold(project, queue.id, body);
    },
    onSuccess: async ({ added }) => {
      setIsOpen(false);
      showSuccess(t('added', { n: added }));
      await client.invalidateQueries({ queryKey: reviewQueries.gold(project, queue.id).queryKey });
    },
  });
  return (
    <>
      <Button
        size="sm"
        onClick={() => {
          add.reset();
          setIsOpen(true);
        }}
      >
        {t('add')}
      </Button>
      <Dialog
        open={isOpen}
        onOpen={setIsOpen}
        question={t('addTitle')}
        answers={
          <>
            <Button onClick={() => setIsOpen(false)}>{t('cancel')}</Button>
            <Button kind="main" busy={add.isPending} onClick={() => add.mutate()}>
              {t('addNow')}
            </Button>
          </>
        }
      >
        <RadioGroup
          label={t('from')}
          value={from}
          onValue={setFrom}
          choices={FROM.map((one) => ({ value: one, label: t(`froms.${one}`), hint: t(`fromHints.${one}`) }))}
        />
        {from === 'hand' ? (
          <>
            <Field label={t('rowId')} hint={t('rowIdHint')}>
              <Input value={row} onChange={({ target }) => setRow(target.value)} />
            </Field>
            <Field label={t('value')}>
              <Input value={value} maxLength={200} onChange={({ target }) => setValue(target.value)} />
            </Field>
          </>
        ) : (
          <Field label={t('most')}>
            <NumberInput value={most} onValue={setMost} />
          </Field>
        )}
        {add.isError ? <InlineError error={add.error} title={t('notAdded')} /> : null}
      </Dialog>
    </>
  );
}
