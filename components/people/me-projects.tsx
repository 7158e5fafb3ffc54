'use client';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { Table } from '@/components/ui/table';
import { useTranslations } from '@/components/ui/use-translations';
import type { Me } from '@/lib/domain/people/schema';
import { CreateProjectDialog } from './create-project-dialog';

export function MeProjects({ me }: { me: Me }) {
  const t = useTranslations('people.me');
  const roles = useTranslations('people.roles');
  const [isMaking, setIsMaking] = useState(false);
  return (
    <section aria-labelledby="me-projects">
      <SectionHeading
        id="me-projects"
        title={t('projects')}
        actions={
          me.owner ? (
            <Button icon={<Plus aria-hidden="true" />} onClick={() => setIsMaking(true)}>
              {t('createProject')}
            </Button>
          ) : null
        }
      />
      <Panel flush>
        {me.projects.length === 0 ? (
          <EmptyState title={t('noProjects')}>{t(me.owner ? 'noProjectsOwner' : 'noProjectsNext')}</EmptyState>
        ) : (
          <Table
            label={t('projects')}
            rows={me.projects}
            rowKey={(project) => project.id}
            href={(project) => `/p/${project.slug}/models`}
            columns={[
              { key: 'name', header: t('project'), cell: (project) => project.name },
              {
                key: 'role',
                header: t('role'),
                phone: 'wide',
                cell: (project) => (
                  <span className="flex flex-col py-1">
                    {roles(`name.${project.role}`)}
                    <span className="text-xs text-ink-3">{roles(`may.${project.role}`)}</span>
                  </span>
                ),
              },
            ]}
          />
        )}
      </Panel>
      {me.owner ? <CreateProjectDialog open={isMaking} onOpen={setIsMaking} /> : null}
    </section>
  );
}
