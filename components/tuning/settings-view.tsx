'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { State } from '@/components/ui/state';
import { useTranslations } from '@/components/ui/use-translations';
import type { AnswerSettings } from '@/lib/domain/registry/schema';
import type { VersionSettings } from '@/lib/domain/tuning/schema';
import { HistoryTable } from './history-table';
import { type OfVersion, tuningQueries } from './queries';
import { SettingsEditor } from './settings-editor';
import { useSettingsWords } from './use-settings-words';

/** What is done to the answers of a version: in force, to be changed, and all that ever was. */
export function SettingsView({
  of,
  mayManage,
  mayOverride,
}: {
  of: OfVersion;
  mayManage: boolean;
  /** Change what answers calls although a second person should approve. */
  mayOverride: boolean;
}) {
  const t = useTranslations('tuning');
  const query = useQuery(tuningQueries.settings(of));
  return (
    <QueryPanel query={query}>
      {(settings) => (
        <>
          <PageHeader
            title={t('heading', { number: of.number })}
            state={
              <State kind={settings.inForce > 0 ? 'ok' : 'off'} pill>
                {settings.inForce > 0 ? t('inForce', { number: settings.inForce }) : t('never')}
              </State>
            }
            sentence={t('sentence')}
          />
          {settings.kinds.length === 0 ? (
            <Panel flush>
              <EmptyState title={t('none.title')}>{t('none.body')}</EmptyState>
            </Panel>
          ) : (
            <>
              <InForce settings={settings} />
              {mayManage ? (
                <Editing key={settings.inForce} of={of} settings={settings} mayOverride={mayOverride} />
              ) : null}
            </>
          )}
          {settings.history.length > 0 ? (
            <HistoryTable of={of} settings={settings} mayManage={mayManage} mayOverride={mayOverride} />
          ) : null}
        </>
      )}
    </QueryPanel>
  );
}

function InForce({ settings }: { settings: VersionSettings }) {
  const t = useTranslations('tuning');
  const words = useSettingsWords(settings);
  return (
    <Section label={t('now')}>
      <SectionHeading title={t('now')} />
      <Panel>
        <ul className="flex flex-col gap-1">
          {words(settings.content).map((sentence) => (
            <li key={sentence} className="font-medium">
              {sentence}
            </li>
          ))}
        </ul>
        <p className="mt-2 text-sm text-ink-2">{t(settings.answersCallers ? 'answers' : 'answersNobody')}</p>
      </Panel>
    </Section>
  );
}

/** Begins anew when other settings come into force. */
function Editing({ of, settings, mayOverride }: { of: OfVersion; settings: VersionSettings; mayOverride: boolean }) {
  const [draft, setDraft] = useState<AnswerSettings>(settings.content);
  return <SettingsEditor of={of} settings={settings} draft={draft} onDraft={setDraft} mayOverride={mayOverride} />;
}
