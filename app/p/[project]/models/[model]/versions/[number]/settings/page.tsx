import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { tuningQueries } from '@/components/tuning/queries';
import { SettingsView } from '@/components/tuning/settings-view';
import { getSettings } from '@/lib/domain/tuning';
import { requireVersion, type VersionParams, versionTitle } from '../version-page';

export { versionTitle as generateMetadata };

export default async function SettingsPage({ params }: { params: VersionParams }) {
  const { project, model, version, ctx, may, crumbs } = await requireVersion(params, 'version.view');
  const t = await getTranslations('tuning');
  const of = { project: project.slug, model: model.name, number: version.number };
  const settings = {
    queryKey: tuningQueries.settings(of).queryKey,
    load: () => getSettings(ctx, { model: model.id, number: version.number }),
  };
  return (
    <>
      <TopBar crumbs={[...crumbs, { label: t('title') }]} />
      <PageBody>
        <Prefetch entries={[settings]}>
          <SettingsView of={of} mayManage={may('version.manage')} mayOverride={may('version.override')} />
        </Prefetch>
      </PageBody>
    </>
  );
}
