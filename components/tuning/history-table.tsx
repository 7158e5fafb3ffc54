'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Badge } from '@/components/ui/state';
import { Dash, Table } from '@/components/ui/table';
import { showSuccess } from '@/components/ui/toast';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { LEAST_REASON, type VersionSettings } from '@/lib/domain/tuning/schema';
import { api } from '@/lib/platform/http/client';
import { ChangeFailure } from './change-failure';
import { type OfVersion, settingsPath, tuningQueries } from './queries';
import { useSettingsWords } from './use-settings-words';

/** All settings that a version ever had; any earlier one can be put in force again. */
export function HistoryTable({
  of,
  settings,
  mayManage,
  mayOverride,
}: {
  of: OfVersion;
  settings: VersionSettings;
  mayManage: boolean;
  mayOverride: boolean;
}) {
  const t = useTranslations('tuning.history');
  const format = useFormat();
  const words = useSettingsWords(settings);
  const [chosen, choose] = useState<number | null>(null);
  const rows = [
    ...settings.history,
    { number: 0, content: null, reason: '', basedOn: null, createdBy: '', createdAt: null },
  ];
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} />
      <Panel flush>
        <Table
          label={t('title')}
          rows={rows}
          rowKey={({ number }) => String(number)}
          columns={[
            {
              key: 'number',
              header: t('number'),
              cell: ({ number }) => <span className="font-semibold">{number}</span>,
            },
            {
              key: 'what',
              header: t('what'),
              phone: 'wide',
              cell: ({ content }) => (content ? words(content).join(' ') : t('file')),
            },
            {
              key: 'reason',
              header: t('reason'),
              phone: 'wide',
              cell: ({ reason, basedOn }) => (
                <>
                  {reason}
                  {basedOn === null ? null : <span className="text-ink-3"> {t('again', { number: basedOn })}</span>}
                </>
              ),
            },
            { key: 'by', header: t('by'), cell: ({ createdBy }) => createdBy || <Dash /> },
            { key: 'at', header: t('at'), cell: ({ createdAt }) => (createdAt ? format.dayTime(createdAt) : <Dash />) },
            {
              key: 'act',
              header: t('act'),
              hideHeader: true,
              align: 'right',
              cell: ({ number }) =>
                number === settings.inForce ? (
                  <Badge>{t('inForce')}</Badge>
                ) : mayManage ? (
                  <Button size="sm" onClick={() => choose(number)}>
                    {t('undo')}
                  </Button>
                ) : null,
            },
          ]}
        />
      </Panel>
      {chosen === null ? null : (
        <UndoDialog of={of} settings={settings} to={chosen} mayOverride={mayOverride} onEnd={() => choose(null)} />
      )}
    </Section>
  );
}

function UndoDialog({
  of,
  settings,
  to,
  mayOverride,
  onEnd,
}: {
  of: OfVersion;
  settings: VersionSettings;
  to: number;
  mayOverride: boolean;
  onEnd: () => void;
}) {
  const t = useTranslations('tuning.history');
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const undo = useMutation({
    mutationFn: (override: string | undefined) =>
      api<VersionSettings>(`${settingsPath(of)}/undo`, {
        method: 'POST',
        project: of.project,
        query: { override },
        body: { to, reason: reason.trim(), after: settings.inForce },
      }),
    onSuccess: (saved) => {
      client.setQueryData(tuningQueries.settings(of).queryKey, saved);
      showSuccess(t('done', { number: to }));
      onEnd();
    },
  });
  return (
    <Dialog
      open
      onOpen={(open) => (open ? undefined : onEnd())}
      question={t('question', { number: to })}
      answers={
        <>
          <Button onClick={onEnd}>{t('keep')}</Button>
          <Button
            kind="main"
            busy={undo.isPending}
            locked={reason.trim().length < LEAST_REASON ? t('noReason') : undefined}
            onClick={() => undo.mutate(undefined)}
          >
            {t('undo')}
          </Button>
        </>
      }
    >
      <p>{t('consequence')}</p>
      <Field label={t('reason')} required>
        <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {undo.error ? (
        <ChangeFailure
          error={undo.error}
          title={t('failed')}
          mayOverride={mayOverride}
          busy={undo.isPending}
          onOverride={() => undo.mutate(reason.trim())}
        />
      ) : null}
    </Dialog>
  );
}
