'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { BellOff, UserCheck } from 'lucide-react';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { Menu } from '@/components/ui/menu';
import { FormError } from '@/components/ui/note';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { showSuccess } from '@/components/ui/toast';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { IncidentDetail, SavedAlertRule } from '@/lib/domain/alerts/schema';
import { ApiError, api } from '@/lib/platform/http/client';
import { IncidentChart } from './incident-chart';
import { IncidentFacts } from './incident-facts';
import { IncidentState } from './incident-state';
import { IncidentTimeline } from './incident-timeline';
import { NoteForm } from './note-form';
import { alertQueries } from './queries';
import { MUTES } from './rule-draft';
import { useAlertWords } from './use-alert-words';

const MINUTE_MS = 60_000;

/** One incident: what is wrong, since when, who is on it, and what happened. */
export function IncidentView({ project, id, mayManage }: { project: string; id: string; mayManage: boolean }) {
  const t = useTranslations('alerts.incident');
  const query = useQuery(alertQueries.incident(project, id));
  return (
    <QueryPanel query={query} errorTitle={t('notLoaded')} skeleton={<Skeleton className="h-[640px] w-full" />}>
      {(incident) => (
        <>
          <IncidentHeader project={project} incident={incident} readAtMs={query.dataUpdatedAt} mayManage={mayManage} />
          <div className="grid gap-4 min-[1240px]:grid-cols-[minmax(0,1fr)_22rem]">
            <IncidentChart incident={incident} />
            <Panel>
              <SectionHeading title={t('facts')} hint={t('factsHint')} />
              <IncidentFacts project={project} incident={incident} mayManage={mayManage} />
            </Panel>
          </div>
          <Section label={t('timeline')}>
            <SectionHeading title={t('timeline')} />
            <Panel>
              <IncidentTimeline incident={incident} />
              {mayManage ? <NoteForm project={project} id={incident.id} /> : null}
            </Panel>
          </Section>
        </>
      )}
    </QueryPanel>
  );
}

function IncidentHeader({
  project,
  incident,
  readAtMs,
  mayManage,
}: {
  project: string;
  incident: IncidentDetail;
  readAtMs: number;
  mayManage: boolean;
}) {
  const t = useTranslations('alerts.incident');
  const format = useFormat();
  const words = useAlertWords();
  const client = useQueryClient();
  const acknowledge = useMutation({
    mutationFn: () => api<IncidentDetail>(`/api/incidents/${incident.id}/acknowledge`, { method: 'POST', project }),
    onSuccess: (changed) => {
      client.setQueryData(alertQueries.incident(project, incident.id).queryKey, changed);
      showSuccess(t('acknowledged'));
    },
    onSettled: () => client.invalidateQueries({ queryKey: alertQueries.all(project) }),
  });
  const { acknowledged, closedAt, rule, latest, mutedUntil } = incident;
  const isMuted = mutedUntil !== null && new Date(mutedUntil) > format.now;
  const meta = [
    lifeOf(incident),
    acknowledged ? t('onIt', { by: acknowledged.by, when: format.dayTime(acknowledged.at) }) : null,
    isMuted ? t('mutedUntil', { time: format.dayTime(mutedUntil) }) : null,
  ].filter((part) => part !== null);
  function lifeOf({ openedAt, closedAt: end, closedBecause, timeline }: IncidentDetail): string {
    const lasted = (to: number) => format.duration(Math.max(0, to - Date.parse(openedAt)));
    if (end === null || closedBecause === null)
      return t('since', { when: format.dayTime(openedAt), lasted: lasted(readAtMs) });
    const closing = timeline.findLast(({ kind }) => kind === 'closed');
    const by = closing?.kind === 'closed' ? (closing.by ?? '') : '';
    return t(`closed.${closedBecause}`, { when: format.dayTime(end), lasted: lasted(Date.parse(end)), by });
  }
  return (
    <>
      <PageHeader
        title={rule.name}
        state={<IncidentState incident={incident} pill />}
        sentence={words.finding(rule.definition, latest)}
        meta={meta.join(' ')}
        actions={
          mayManage ? (
            <>
              {rule.id !== null ? <MuteMenu project={project} ruleId={rule.id} isMuted={isMuted} /> : null}
              {acknowledged === null && closedAt === null ? (
                <Button
                  kind="main"
                  icon={<UserCheck aria-hidden="true" />}
                  busy={acknowledge.isPending}
                  onClick={() => acknowledge.mutate()}
                >
                  {t('acknowledge')}
                </Button>
              ) : null}
            </>
          ) : null
        }
      />
      {acknowledge.isError ? (
        <div className="mb-4">
          {acknowledge.error instanceof ApiError && acknowledge.error.problem.reason === 'already_acknowledged' ? (
            <FormError>
              {t('alreadyAcknowledged', { by: String(acknowledge.error.problem.details?.by ?? '') })}
            </FormError>
          ) : (
            <InlineError error={acknowledge.error} title={t('notAcknowledged')} />
          )}
        </div>
      ) : null}
    </>
  );
}

function MuteMenu({ project, ruleId, isMuted }: { project: string; ruleId: string; isMuted: boolean }) {
  const t = useTranslations('alerts.incident');
  const client = useQueryClient();
  const mute = useMutation({
    mutationFn: (minutes: number | null) =>
      api<SavedAlertRule>(`/api/alert-rules/${ruleId}`, {
        method: 'PATCH',
        project,
        body: { mutedUntil: minutes === null ? null : new Date(Date.now() + minutes * MINUTE_MS).toISOString() },
      }),
    onSuccess: async (_, minutes) => {
      await client.invalidateQueries({ queryKey: alertQueries.all(project) });
      showSuccess(t(minutes === null ? 'unmuted' : 'muted'));
    },
  });
  return (
    <>
      <Menu
        align="end"
        label={t('mute')}
        trigger={
          <Button busy={mute.isPending} icon={<BellOff aria-hidden="true" />}>
            {t('mute')}
          </Button>
        }
        entries={[
          ...MUTES.map((minutes) => ({
            key: minutes,
            label: t(`muteFor.${minutes}`),
            onSelect: () => mute.mutate(Number(minutes)),
          })),
          ...(isMuted ? [{ key: 'off', label: t('unmute'), divided: true, onSelect: () => mute.mutate(null) }] : []),
        ]}
      />
      {mute.isError ? <InlineError error={mute.error} title={t('notMuted')} /> : null}
    </>
  );
}
