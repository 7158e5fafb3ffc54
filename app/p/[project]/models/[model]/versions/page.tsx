import { requireModel } from '@/app/page-context';
import { RoutesView } from '@/components/monitoring/routes-view';
import { VERSIONS_A_PAGE } from '@/components/registry/versions-page-size';
import { VersionsView } from '@/components/registry/versions-view';
import { modelHref } from '@/components/shell/addresses';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { listVersions } from '@/lib/domain/registry';
import { getReports } from '@/lib/domain/validation';

export const generateMetadata = async () => ({ title: (await getTranslations('shell.places'))('versions') });

type Props = {
  params: Promise<{ project: string; model: string }>;
  searchParams: Promise<{ page?: string | string[] }>;
};

export default async function VersionsPage({ params, searchParams }: Props) {
  const { project, model, ctx, may } = await requireModel(params, 'version.view');
  const t = await getTranslations('shell.places');
  const asked = Number((await searchParams).page ?? 1);
  const page = Number.isInteger(asked) && asked > 0 ? asked : 1;
  const { versions } = await listVersions(ctx, { model: model.id });
  const shown = versions.slice((page - 1) * VERSIONS_A_PAGE, page * VERSIONS_A_PAGE);
  const rows = await Promise.all(
    shown.map(async (version) => ({
      version,
      reports: await getReports(ctx, { model: model.id, number: version.number }),
    })),
  );
  const rights = {
    mayUpload: may('version.upload'),
    mayManage: may('version.manage'),
    mayOverride: may('version.override'),
  };
  return (
    <>
      <TopBar crumbs={[{ label: model.name, href: modelHref(project.slug, model.name) }, { label: t('versions') }]} />
      <PageBody>
        <VersionsView
          project={project.slug}
          model={model}
          rows={rows}
          page={page}
          {...rights}
          traffic={<RoutesView project={project.slug} model={model.name} />}
        />
      </PageBody>
    </>
  );
}
