import { requirePlace } from '@/app/page-context';
import { UploadView } from '@/components/registry/upload-view';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { LinkButton } from '@/components/ui/link-button';
import { Section, SectionHeading } from '@/components/ui/panel';

export const generateMetadata = async () => ({ title: (await getTranslations('registry.upload'))('title') });

export default async function NewModelPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await requirePlace((await params).project, 'version.upload');
  const [places, t] = [await getTranslations('shell.places'), await getTranslations('registry.upload')];
  const upstream = await getTranslations('upstream.new');
  return (
    <>
      <TopBar crumbs={[{ label: places('models'), href: `/p/${project.slug}/models` }, { label: t('title') }]} />
      <PageBody>
        <UploadView project={project.slug} />
        <Section>
          <SectionHeading title={upstream('title')} />
          <p className="mb-3 max-w-measure text-md text-ink-2">{upstream('sentence')}</p>
          <LinkButton href={`/p/${project.slug}/models/new/in-front-of`}>{upstream('title')}</LinkButton>
        </Section>
      </PageBody>
    </>
  );
}
