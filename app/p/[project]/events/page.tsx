import type { Metadata } from 'next';
import { requirePlace } from '@/app/page-context';
import { readEventPage } from '@/components/people/event-pages';
import { EventsView } from '@/components/people/events-view';
import { peopleQueries } from '@/components/people/queries';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { listAuditEvents } from '@/lib/domain/people';

const pageSize = 50;

interface EventsAddress {
  params: Promise<{ project: string }>;
  searchParams: Promise<{ cursor?: string | string[]; trail?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.events'))('title') };
}

export default async function EventsPage({ params, searchParams }: EventsAddress) {
  const { project, ctx } = await requirePlace((await params).project, 'audit.view');
  const t = await getTranslations('people.events');
  const page = readEventPage(await searchParams);
  const load = () => listAuditEvents(ctx, { projectId: project.id, cursor: page.cursor ?? undefined, limit: pageSize });
  return (
    <Prefetch entries={[{ queryKey: peopleQueries.events(project.slug, page.cursor).queryKey, load }]}>
      <TopBar crumbs={[{ label: project.name }, { label: t('title') }]} />
      <PageBody>
        <EventsView project={project.slug} page={page} />
      </PageBody>
    </Prefetch>
  );
}
