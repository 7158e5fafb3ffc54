import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { requireModel } from '@/app/page-context';
import { CardReader } from '@/components/cards/card-reader';
import { chooseVersion } from '@/components/cards/choose-version';
import { cardQueries } from '@/components/cards/queries';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { getCard } from '@/lib/domain/cards';
import { getReports } from '@/lib/domain/validation';

interface CardAddress {
  params: Promise<{ project: string; model: string }>;
  searchParams: Promise<{ version?: string | string[] }>;
}

export async function generateMetadata({ params }: CardAddress): Promise<Metadata> {
  const t = await getTranslations('cards');
  return { title: t('metaTitle', { model: decodeURIComponent((await params).model) }) };
}

export default async function CardPage({ params, searchParams }: CardAddress) {
  const { person, project, model, ctx, may } = await requireModel(params, 'card.view');
  const [t, places] = await Promise.all([getTranslations('cards'), getTranslations('shell.places')]);
  const number = chooseVersion(model, (await searchParams).version);
  if (number === null) notFound();
  const of = { project: project.slug, model: model.name, number };
  const input = { model: model.id, number };
  const at = `/p/${project.slug}/models`;
  const home = may('prediction.view') ? { href: `${at}/${encodeURIComponent(model.name)}` } : {};
  return (
    <Prefetch
      entries={[
        { queryKey: cardQueries.detail(of).queryKey, load: () => getCard(ctx, input) },
        { queryKey: cardQueries.reports(of).queryKey, load: () => getReports(ctx, input) },
      ]}
    >
      <TopBar crumbs={[{ label: places('models'), href: at }, { label: model.name, ...home }, { label: t('title') }]} />
      <PageBody>
        <CardReader
          place={{ of, versions: model.versions, champion: model.champion }}
          person={person.name}
          project={project.name}
          mayEdit={may('card.edit')}
        />
      </PageBody>
    </Prefetch>
  );
}
