import { requireModel } from '@/app/page-context';
import { publicAddress } from '@/app/public-address';
import { modelHref } from '@/components/shell/addresses';
import { PageHeader } from '@/components/shell/page-header';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Panel } from '@/components/ui/panel';
import { UpstreamPage } from '@/components/upstream/upstream-view';

export const generateMetadata = async () => ({ title: (await getTranslations('upstream'))('place') });

export default async function InFrontPage({ params }: PageProps<'/p/[project]/models/[model]/in-front'>) {
  const { project, model, may } = await requireModel(params, 'version.view');
  const [t, url] = await Promise.all([getTranslations('upstream'), publicAddress()]);
  return (
    <>
      <TopBar crumbs={[{ label: model.name, href: modelHref(project.slug, model.name) }, { label: t('place') }]} />
      <PageBody>
        {model.upstreamVersion === null ? (
          <>
            <PageHeader title={t('place')} />
            <Panel flush>
              <EmptyState
                title={t('none')}
                action={
                  may('version.upload') ? (
                    <LinkButton href={`/p/${project.slug}/models/new/in-front-of`}>{t('new.title')}</LinkButton>
                  ) : undefined
                }
              >
                {t('noneBody')}
              </EmptyState>
            </Panel>
          </>
        ) : (
          <UpstreamPage project={project.slug} model={model.name} url={url} mayManage={may('version.manage')} />
        )}
      </PageBody>
    </>
  );
}
