import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { requireModel } from '@/app/page-context';
import { CardEditorView } from '@/components/cards/card-editor-view';
import { chooseVersion } from '@/components/cards/choose-version';
import { cardQueries } from '@/components/cards/queries';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { getCard, listCardHistory } from '@/lib/domain/cards';
import { getReports } from '@/lib/domain/validation';

interface CardAddress {
  params: Promise<{ project: string; model: string }>;
  searchParams: Promise<{ version?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('cards'))('edit') };
}

export default async function EditCardPage({ params, searchParams }: CardAddress) {
  const { project, model, ctx } = await requireModel(params, 'card.edit');
  const [t, places] = await Promise.all([getTranslations('cards'), getTranslations('shell.places')]);
  const number = chooseVersion(model, (await searchParams).version);
  if (number === null) notFound();
  const of = { project: project.slug, model: model.name, number };
  const input = { model: model.id, number };
  const at = `/p/${project.slug}/models`;
  const home = `${at}/${encodeURIComponent(model.name)}`;
  return (
    <Prefetch
      entries={[
        { queryKey: cardQueries.detail(of).queryKey, load: () => getCard(ctx, input) },
        { queryKey: cardQueries.history(of).queryKey, load: () => listCardHistory(ctx, input) },
        { queryKey: cardQueries.reports(of).queryKey, load: () => getReports(ctx, input) },
      ]}
    >
      <TopBar
        crumbs={[
          { label: places('models'), href: at },
          { label: model.name, href: home },
          { label: t('title'), href: `${home}/card?version=${number}` },
          { label: t('edit') },
        ]}
      />
      <PageBody>
        <CardEditorView place={{ of, versions: model.versions, champion: model.champion }} />
      </PageBody>
    </Prefetch>
  );
}
