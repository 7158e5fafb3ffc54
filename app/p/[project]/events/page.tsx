import type { Metadata } from 'next';
import { requirePlace } from '@/app/page-context';
import { AnchorsPanel } from '@/components/audit/anchors-panel';
import { auditQueries } from '@/components/audit/queries';
import { toAuditFilter } from '@/components/people/event-filter';
import { readEventPage } from '@/components/people/event-pages';
import { EventsView } from '@/components/people/events-view';
import { peopleQueries } from '@/components/people/queries';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { getAuditAnchors } from '@/lib/domain/audit';
import { listAuditEvents } from '@/lib/domain/people';

const pageSize = 50;

interface EventsAddress {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.events'))('title') };
}

export default async function EventsPage({ params, searchParams }: EventsAddress) {
  const { project, ctx } = await requirePlace((await params).project, 'audit.view');
  const t = await getTranslations('people.events');
  const page = readEventPage(await searchParams);
  const filter = toAuditFilter(page.filter);
  const of = { projectId: project.id };
  const load = () => listAuditEvents(ctx, { ...filter, ...of, cursor: page.cursor ?? undefined, limit: pageSize });
  return (
    <Prefetch
      entries={[
        { queryKey: peopleQueries.events(project.slug, filter, page.cursor).queryKey, load },
        { queryKey: auditQueries.anchors(project.slug).queryKey, load: () => getAuditAnchors(ctx, of) },
      ]}
    >
      <TopBar crumbs={[{ label: project.name }, { label: t('title') }]} />
      <PageBody>
        <EventsView project={project.slug} page={page} anchors={<AnchorsPanel project={project.slug} />} />
      </PageBody>
    </Prefetch>
  );
}
