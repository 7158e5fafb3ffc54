'use client';
import { useQuery } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { useState } from 'react';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { LinkButton } from '@/components/ui/link-button';
import { useTranslations } from '@/components/ui/use-translations';
import { DemoProgressNote } from './demo-panel';
import { ModelsEmpty } from './models-empty';
import { ModelsList } from './models-list';
import { registryQueries } from './queries';

/** The models of a project: what runs. */
export function ModelsView({
  project,
  projectName,
  mayUpload,
  mayLoadDemo,
  maySeeTraffic,
  opensTry,
}: {
  project: string;
  projectName: string;
  mayUpload: boolean;
  mayLoadDemo: boolean;
  maySeeTraffic: boolean;
  /** For people who may only try models, a row leads straight there. */
  opensTry: boolean;
}) {
  const t = useTranslations('registry.models');
  const models = useQuery(registryQueries.models(project));
  const traffic = useQuery({ ...registryQueries.traffic(project), enabled: maySeeTraffic });
  const [hasDemoStarted, setHasDemoStarted] = useState(false);
  const isEmpty = models.data?.models.length === 0;
  const upload = (
    <LinkButton kind="main" href={`/p/${project}/models/new`} icon={<Upload aria-hidden="true" />}>
      {t('upload')}
    </LinkButton>
  );
  return (
    <>
      <PageHeader
        title={t('title')}
        sentence={t('sentence', { project: projectName })}
        actions={mayUpload && !isEmpty ? upload : undefined}
      />
      {mayLoadDemo ? <DemoProgressNote project={project} showsFailure={isEmpty || hasDemoStarted} /> : null}
      <QueryPanel
        query={models}
        errorTitle={t('errorTitle')}
        isEmpty={(data) => data.models.length === 0}
        empty={
          <ModelsEmpty
            project={project}
            upload={mayUpload ? upload : null}
            onDemo={mayLoadDemo ? () => setHasDemoStarted(true) : null}
          />
        }
      >
        {(data) => (
          <ModelsList
            models={data.models}
            traffic={maySeeTraffic ? traffic.data : null}
            project={project}
            opensTry={opensTry}
          />
        )}
      </QueryPanel>
    </>
  );
}
