'use client';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { shortId } from '@/components/ui/format';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { ShowMore } from '@/components/ui/show-more';
import { SkeletonRows } from '@/components/ui/skeleton';
import { type Column, Table } from '@/components/ui/table';
import { showSuccess } from '@/components/ui/toast';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { RegressionTest } from '@/lib/domain/validation/schema';
import { takeOutTest, validationQueries } from './queries';
import { type AnswerWords, useTestWords } from './test-words';

/** All tests of the model, newest first, each of which can be taken out with a reason. */
export function RegressionTests({
  project,
  model,
  words,
  mayManage,
}: {
  project: string;
  model: string;
  words: AnswerWords;
  mayManage: boolean;
}) {
  const t = useTranslations('validation.regression');
  const format = useFormat();
  const write = useTestWords(words);
  const [leaving, setLeaving] = useState<RegressionTest | null>(null);
  const query = useInfiniteQuery(validationQueries.tests(project, model));
  if (query.isPending)
    return (
      <Panel flush>
        <SkeletonRows rows={3} />
      </Panel>
    );
  if (query.isError) return <InlineError error={query.error} onRetry={() => void query.refetch()} />;
  const tests = query.data.pages.flatMap((page) => page.tests);
  const columns: Column<RegressionTest>[] = [
    { key: 'row', header: t('row'), cell: ({ rowId }) => <code title={rowId}>{shortId(rowId)}</code> },
    { key: 'expected', header: t('expected'), cell: (test) => write.expected(test) },
    { key: 'from', header: t('from'), cell: ({ from, version }) => t(`origin.${from}`, { version }) },
    { key: 'by', header: t('by'), cell: ({ createdBy }) => createdBy },
    {
      key: 'time',
      header: t('since'),
      cell: ({ createdAt }) => <span title={format.exact(createdAt)}>{format.ago(createdAt)}</span>,
    },
    ...(mayManage
      ? [
          {
            key: 'out',
            header: t('takeOut'),
            hideHeader: true,
            align: 'right' as const,
            phone: 'wide' as const,
            cell: (test: RegressionTest) => (
              <span className="relative z-1">
                <Button size="sm" kind="quiet" onClick={() => setLeaving(test)}>
                  {t('takeOut')}
                </Button>
              </span>
            ),
          },
        ]
      : []),
  ];
  return (
    <div>
      <SectionHeading
        level={3}
        title={t('all')}
        hint={t('allHint', { count: query.data.pages[0]?.total ?? tests.length })}
      />
      <Panel flush>
        <Table
          label={t('all')}
          columns={columns}
          rows={tests}
          rowKey={({ id }) => id}
          href={({ rowId }) => `/p/${project}/predictions/${rowId}`}
        />
        <ShowMore query={query}>{t('more')}</ShowMore>
      </Panel>
      {leaving ? <TakeOutDialog project={project} test={leaving} onClose={() => setLeaving(null)} /> : null}
    </div>
  );
}

function TakeOutDialog({ project, test, onClose }: { project: string; test: RegressionTest; onClose: () => void }) {
  const t = useTranslations('validation.regression');
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const takeOut = useMutation({
    mutationFn: () => takeOutTest(project, test.id, reason.trim()),
    onSuccess: async () => {
      showSuccess(t('tookOut'));
      onClose();
      await client.invalidateQueries({ queryKey: validationQueries.all(project) });
    },
  });
  return (
    <Dialog
      open
      onOpen={(open) => (open ? undefined : onClose())}
      keepOpen={reason !== ''}
      question={t('takeOutQuestion')}
      answers={
        <>
          <Button onClick={onClose}>{t('keep')}</Button>
          <Button
            kind="danger-solid"
            busy={takeOut.isPending}
            locked={reason.trim().length < 3 ? t('reasonMissing') : undefined}
            onClick={() => takeOut.mutate()}
          >
            {t('takeOut')}
          </Button>
        </>
      }
    >
      <p>{t('takeOutWarning')}</p>
      <Field label={t('reason')} required>
        <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {takeOut.isError ? <InlineError error={takeOut.error} title={t('takeOutFailed')} /> : null}
    </Dialog>
  );
}
