'use client';
import { useQuery } from '@tanstack/react-query';
import { Box } from 'lucide-react';
import { type ComponentProps, useMemo } from 'react';
import { modelHref } from '@/components/shell/addresses';
import type { CommandEntry } from '@/components/shell/command-palette';
import { ProjectFrame } from '@/components/shell/project-frame';
import { useTranslations } from '@/components/ui/use-translations';
import { registryQueries } from './queries';

/** The frame of a project's pages with a palette that leads to each of its models. */
export function ModelsFrame(props: Omit<ComponentProps<typeof ProjectFrame>, 'commands'>) {
  const t = useTranslations('shell.navigation');
  const { slug } = props.project;
  const { data } = useQuery(registryQueries.models(slug));
  const commands = useMemo(
    () =>
      (data?.models ?? []).map(
        ({ id, name }): CommandEntry => ({
          key: `model ${id}`,
          label: name,
          kind: t('model'),
          icon: <Box aria-hidden="true" />,
          href: modelHref(slug, name),
        }),
      ),
    [data, slug, t],
  );
  return <ProjectFrame {...props} commands={commands} />;
}
