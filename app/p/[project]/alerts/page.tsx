import { requirePlace } from '@/app/page-context';
import { publicAddress } from '@/app/public-address';
import { AlertsView } from '@/components/alerts/alerts-view';
import { alertQueries } from '@/components/alerts/queries';
import { ruleCommand } from '@/components/alerts/rule-command';
import { openIncidentsQuery } from '@/components/shell/open-incidents-query';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { listAlertRules, listIncidents } from '@/lib/domain/alerts';
import { listModels } from '@/lib/domain/registry';

export const generateMetadata = async () => ({ title: (await getTranslations('alerts'))('title') });

export default async function AlertsPage({ params }: { params: Promise<{ project: string }> }) {
  const { project, ctx, may } = await requirePlace((await params).project, 'alert.view');
  const [t, url, { models }] = await Promise.all([
    getTranslations('alerts'),
    publicAddress(),
    listModels(ctx, { projectId: project.id }),
  ]);
  const of = { projectId: project.id };
  const entries = [
    { queryKey: alertQueries.rules(project.slug).queryKey, load: () => listAlertRules(ctx, of) },
    {
      queryKey: openIncidentsQuery(project.slug).queryKey,
      load: () => listIncidents(ctx, { ...of, state: 'open', limit: 1 }),
    },
  ];
  return (
    <Prefetch entries={entries}>
      <TopBar crumbs={[{ label: project.name, href: `/p/${project.slug}/models` }, { label: t('title') }]} />
      <PageBody>
        <AlertsView
          project={project.slug}
          models={models.map(({ id, name, versions, champion }) => ({ id, name, versions, champion }))}
          mayManage={may('alert.manage')}
          command={ruleCommand(url, models[0]?.name ?? 'MODEL')}
        />
      </PageBody>
    </Prefetch>
  );
}
