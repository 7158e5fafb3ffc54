'use client';
import { Box, CircleUser } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { AppFrame } from '@/components/shell/app-frame';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { useTranslations } from '@/components/ui/use-translations';

/** The frame of a person's own page, which stands above the projects: its places are the projects. */
export function MeFrame({
  name,
  projects,
  children,
}: {
  name: string;
  projects: readonly { id: string; name: string; slug: string }[];
  children: ReactNode;
}) {
  const t = useTranslations('people.me');
  const { places, choices } = useMemo(
    () => ({
      places: projects.map((project) => ({
        key: project.id,
        label: project.name,
        href: `/p/${project.slug}/models`,
        icon: <Box aria-hidden="true" />,
      })),
      choices: projects.map((project) => ({
        key: project.id,
        name: project.name,
        href: `/p/${project.slug}/models`,
      })),
    }),
    [projects],
  );
  const me = { key: 'me', label: name, href: '/me', icon: <CircleUser aria-hidden="true" /> };
  return (
    <AppFrame
      project={{ name: t('chooseProject') }}
      projects={choices}
      places={places}
      footer={[me]}
      phone={[...places.slice(0, 4), me]}
      current="me"
    >
      <TopBar crumbs={[{ label: t('projects'), href: '/' }, { label: t('title') }]} />
      <PageBody>{children}</PageBody>
    </AppFrame>
  );
}
