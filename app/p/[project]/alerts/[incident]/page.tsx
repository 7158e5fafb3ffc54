import { notFound } from 'next/navigation';
import { requirePlace } from '@/app/page-context';
import { IncidentView } from '@/components/alerts/incident-view';
import { alertQueries } from '@/components/alerts/queries';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { getIncident } from '@/lib/domain/alerts';
import { nothingIfGone } from '@/lib/platform/errors';

export const generateMetadata = async () => ({ title: (await getTranslations('alerts.incident'))('label') });

export default async function IncidentPage({ params }: { params: Promise<{ project: string; incident: string }> }) {
  const { project: slug, incident: id } = await params;
  const { project, ctx, may } = await requirePlace(slug, 'alert.view');
  const incident = await getIncident(ctx, { id }).catch(nothingIfGone);
  if (!incident) notFound();
  const t = await getTranslations('alerts');
  const place = `/p/${project.slug}/alerts`;
  return (
    <Prefetch entries={[{ queryKey: alertQueries.incident(project.slug, id).queryKey, load: async () => incident }]}>
      <TopBar crumbs={[{ label: project.name }, { label: t('title'), href: place }, { label: incident.rule.name }]} />
      <PageBody>
        <IncidentView project={project.slug} id={id} mayManage={may('alert.manage')} />
      </PageBody>
    </Prefetch>
  );
}
