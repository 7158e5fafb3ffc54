'use client';
import { useQuery } from '@tanstack/react-query';
import { BellPlus } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { openIncidentsQuery } from '@/components/shell/open-incidents-query';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { useTranslations } from '@/components/ui/use-translations';
import type { ModelChoice } from './field-props';
import { IncidentsSection } from './incidents-section';
import { alertQueries } from './queries';
import { RulePanel } from './rule-panel';
import { RulesTable } from './rules-table';

const NEW_RULE = 'new';

/** What is wrong now, and who is on it; below, the rules that find it. The rule that is open stands in the address. */
export function AlertsView({
  project,
  models,
  mayManage,
  command,
}: {
  project: string;
  models: readonly ModelChoice[];
  mayManage: boolean;
  /** A call that makes a rule, to paste into a shell. */
  command: string;
}) {
  const t = useTranslations('alerts');
  const rules = useQuery(alertQueries.rules(project));
  const counts = useQuery(openIncidentsQuery(project)).data?.counts;
  const [open, setOpen] = useQueryState('rule', parseAsString);
  const opened = rules.data?.rules.find(({ id }) => id === open) ?? null;
  const sentence = (now: { open: number; unacknowledged: number }, watching: number) =>
    now.open === 0
      ? t('sentence.calm', { rules: watching })
      : t(now.open === now.unacknowledged ? 'sentence.nobody' : 'sentence.open', now);
  const newRule = mayManage ? (
    <Button kind="main" icon={<BellPlus aria-hidden="true" />} onClick={() => void setOpen(NEW_RULE)}>
      {t('rules.new')}
    </Button>
  ) : null;
  return (
    <>
      <PageHeader
        title={t('title')}
        sentence={
          counts && rules.data ? sentence(counts, rules.data.rules.filter(({ enabled }) => enabled).length) : null
        }
        actions={newRule}
      />
      <IncidentsSection project={project} models={models} />
      <Section label={t('rules.title')}>
        <SectionHeading
          title={t('rules.title')}
          hint={rules.data ? t('rules.hint', { count: rules.data.rules.length, most: rules.data.mostRules }) : null}
        />
        <Panel flush>
          <QueryPanel
            query={rules}
            errorTitle={t('rules.notLoaded')}
            isEmpty={({ rules: all }) => all.length === 0}
            empty={
              <EmptyState
                title={t('rules.emptyTitle')}
                action={newRule}
                {...(mayManage ? { command: { label: t('rules.emptyCommand'), code: command } } : {})}
              >
                {t('rules.empty')}
              </EmptyState>
            }
          >
            {({ rules: all }) => (
              <RulesTable project={project} rules={all} onEdit={mayManage ? (id) => void setOpen(id) : null} />
            )}
          </QueryPanel>
        </Panel>
      </Section>
      {mayManage && (open === NEW_RULE || opened) ? (
        <RulePanel key={open} project={project} models={models} rule={opened} onClose={() => void setOpen(null)} />
      ) : null}
    </>
  );
}
