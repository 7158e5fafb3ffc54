'use client';
import { useQuery } from '@tanstack/react-query';
import {
  Activity,
  Bell,
  Box,
  Braces,
  ChartLine,
  CircleUser,
  ClipboardList,
  Database,
  Dumbbell,
  FileText,
  Layers,
  LayoutDashboard,
  List,
  MessageSquare,
  Play,
  Rocket,
  Scale,
  ScrollText,
  SlidersHorizontal,
  Target,
  Waypoints,
} from 'lucide-react';
import { useParams } from 'next/navigation';
import { type ReactNode, useMemo } from 'react';
import { useTranslations } from '@/components/ui/use-translations';
import { AppFrame } from './app-frame';
import type { CommandEntry } from './command-palette';
import type { NavEntry } from './navigation';
import { openIncidentsQuery } from './open-incidents-query';
import type { ProjectChoice } from './sidebar';

const go = { m: 'models', r: 'review', a: 'alerts', o: 'overview', d: 'drift', p: 'predictions', t: 'try' };

/** The frame of every page of a project: its places, and inside a model the model's places, as far as the person may open them. */
export function ProjectFrame({
  project,
  projects,
  person,
  permissions,
  commands,
  children,
}: {
  project: { name: string; slug: string };
  projects: readonly ProjectChoice[];
  person: { name: string };
  permissions: readonly string[];
  /** What the palette leads to besides the places. */
  commands?: readonly CommandEntry[];
  children: ReactNode;
}) {
  const t = useTranslations('shell');
  const params = useParams<{ model?: string }>();
  const modelName = params.model ? decodeURIComponent(params.model) : null;
  const base = `/p/${project.slug}`;
  const openIncidents = useQuery({
    ...openIncidentsQuery(project.slug),
    enabled: permissions.includes('alert.view'),
  }).data?.counts.open;
  const entries = useMemo(() => {
    const may = (permission: string) => permissions.includes(permission);
    const places: NavEntry[] = [
      { key: 'models', label: t('places.models'), href: `${base}/models`, icon: <Box aria-hidden="true" /> },
      {
        key: 'review',
        label: t('places.review'),
        href: `${base}/review`,
        icon: <Scale aria-hidden="true" />,
        hidden: !may('review.view'),
      },
      {
        key: 'alerts',
        label: t('places.alerts'),
        href: `${base}/alerts`,
        icon: <Bell aria-hidden="true" />,
        // Nothing open is no number: the mark says that something waits.
        count: openIncidents || undefined,
        hot: true,
        hidden: !may('alert.view'),
      },
      {
        key: 'datasets',
        label: t('places.datasets'),
        href: `${base}/datasets`,
        icon: <Database aria-hidden="true" />,
        hidden: !may('dataset.view'),
      },
    ];
    const footer: NavEntry[] = [
      {
        key: 'events',
        label: t('places.events'),
        href: `${base}/events`,
        icon: <ScrollText aria-hidden="true" />,
        hidden: !may('audit.view'),
      },
      {
        key: 'settings',
        label: t('places.settings'),
        href: `${base}/settings`,
        icon: <SlidersHorizontal aria-hidden="true" />,
        hidden: !may('key.view'),
      },
      { key: 'me', label: person.name, href: '/me', icon: <CircleUser aria-hidden="true" /> },
    ];
    const at = `${base}/models/${encodeURIComponent(modelName ?? '')}`;
    const place = (key: string, label: string, path: string, icon: ReactNode, permission: string): NavEntry => ({
      key,
      label,
      href: `${at}${path}`,
      icon,
      hidden: !may(permission),
    });
    const modelPlaces: NavEntry[] = [
      place('overview', t('places.overview'), '', <LayoutDashboard aria-hidden="true" />, 'prediction.view'),
      place('versions', t('places.versions'), '/versions', <Layers aria-hidden="true" />, 'version.view'),
      place('card', t('places.card'), '/card', <FileText aria-hidden="true" />, 'card.view'),
      place('try', t('places.try'), '/try', <Play aria-hidden="true" />, 'model.predict'),
      place('api', t('places.api'), '/api', <Braces aria-hidden="true" />, 'version.manage'),
      place('monitoring', t('places.monitoring'), '/monitoring', <Activity aria-hidden="true" />, 'prediction.view'),
      place('performance', t('places.performance'), '/performance', <Target aria-hidden="true" />, 'performance.view'),
      place('drift', t('places.drift'), '/drift', <ChartLine aria-hidden="true" />, 'drift.view'),
      place('training', t('places.training'), '/training', <Dumbbell aria-hidden="true" />, 'training.view'),
      {
        ...place('promotion', t('places.promotion'), '/promotion', <Rocket aria-hidden="true" />, 'promotion.view'),
        also: [`${at}/compare`],
      },
      place('lineage', t('places.lineage'), '/lineage', <Waypoints aria-hidden="true" />, 'version.view'),
      place('report', t('places.report'), '/report', <ClipboardList aria-hidden="true" />, 'report.view'),
      place('predictions', t('places.predictions'), '/predictions', <List aria-hidden="true" />, 'prediction.view-own'),
      place('feedback', t('places.feedback'), '/feedback', <MessageSquare aria-hidden="true" />, 'prediction.view-own'),
    ];
    const model = modelName ? { name: modelName, places: modelPlaces } : undefined;
    const ofModel = (key: string) => modelPlaces.filter((entry) => modelName && entry.key === key);
    const phone = [
      ...places.filter(({ key }) => !(modelName && key === 'datasets')),
      ...ofModel('try'),
      ...ofModel('predictions'),
      // Six have room: inside a model the datasets and the settings give way.
      ...footer
        .filter(({ key }) => key !== 'events' && !(modelName && key === 'settings' && may('alert.view')))
        .map((entry) => (entry.key === 'settings' ? { ...entry, label: t('places.settingsShort') } : entry)),
    ].map((entry) => (entry.key === 'datasets' ? { ...entry, label: t('places.datasetsShort') } : entry));
    return { places, footer, model, phone };
  }, [base, modelName, permissions, person.name, openIncidents, t]);
  return (
    <AppFrame
      home={`${base}/models`}
      project={project}
      projects={projects}
      places={entries.places}
      model={entries.model}
      footer={entries.footer}
      phone={entries.phone}
      commands={commands}
      go={go}
    >
      {children}
    </AppFrame>
  );
}
