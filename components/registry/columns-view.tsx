'use client';
import { useQuery } from '@tanstack/react-query';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { useTranslations } from '@/components/ui/use-translations';
import { ColumnsEditor } from './columns-editor';
import { ColumnsReader } from './columns-reader';
import { OverlayChanges } from './overlay-changes';
import { PersonalContextSection } from './personal-context';
import { registryQueries } from './queries';

/** What is column 7? Names, units, ranges and personal data of a version's inputs. */
export function ColumnsView({
  project,
  model,
  number,
  mayManage,
  mayLook,
}: {
  project: string;
  model: string;
  number: number;
  mayManage: boolean;
  /** Whether they may see the log. */
  mayLook: boolean;
}) {
  const t = useTranslations('registry.columns');
  const version = useQuery(registryQueries.version(project, model, number));
  const overlay = useQuery(registryQueries.overlay(project, model, number));
  return (
    <QueryPanel query={version}>
      {(found) => {
        const inputs = found.signature.inputs
          .map(({ name, datatype, shape }) => `${name} ${datatype} [${shape.join(', ')}]`)
          .slice(0, 3)
          .join(' · ');
        return (
          <>
            <PageHeader
              title={t('title')}
              sentence={t('sentence')}
              meta={
                <code className="[overflow-wrap:anywhere]">
                  {inputs}
                  {found.signature.inputs.length > 3 ? ' · …' : ''}
                </code>
              }
            />
            <QueryPanel query={overlay}>
              {(view) => (
                <>
                  {mayManage ? (
                    <ColumnsEditor project={project} model={model} version={found} view={view} />
                  ) : (
                    <ColumnsReader version={found} view={view} />
                  )}
                  <OverlayChanges view={view} />
                  {mayLook ? <PersonalContextSection of={{ project, model }} mayManage={mayManage} /> : null}
                </>
              )}
            </QueryPanel>
          </>
        );
      }}
    </QueryPanel>
  );
}
