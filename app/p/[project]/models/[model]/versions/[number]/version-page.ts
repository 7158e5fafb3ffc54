import 'server-only';
import { notFound } from 'next/navigation';
import { type ProjectPage, requireModel } from '@/app/page-context';
import { modelHref, versionHref } from '@/components/shell/addresses';
import type { Crumb } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import type { Permission } from '@/lib/domain/people';
import { getServedVersion, type RowPlace, rowPlaces } from '@/lib/domain/registry';
import { type Model, type Overlay, Version } from '@/lib/domain/registry/schema';

export type VersionParams = Promise<{ project: string; model: string; number: string }>;

export interface VersionPage extends ProjectPage {
  model: Model;
  version: Version;
  overlay: Overlay | null;
  places: RowPlace[];
  /** Model and Versions, then the version itself; further ones are the page's own. */
  crumbs: Crumb[];
}

/** A place of a version; 404 where the number names none. */
export async function requireVersion(params: VersionParams, permission: Permission): Promise<VersionPage> {
  const page = await requireModel(params, permission);
  const { number } = await params;
  const wanted = /^[1-9]\d{0,8}$/.test(number) ? Number(number) : 0;
  if (!page.model.versions.includes(wanted)) notFound();
  const { version, overlay, served } = await getServedVersion(page.ctx, { model: page.model.id, number: wanted });
  const t = await getTranslations('shell.places');
  const { slug } = page.project;
  const { name } = page.model;
  const crumbs = [
    { label: name, href: modelHref(slug, name) },
    { label: t('versions'), href: `${modelHref(slug, name)}/versions` },
    { label: `v${wanted}`, href: versionHref(slug, name, wanted) },
  ];
  return { ...page, version: Version.parse(version), overlay, places: rowPlaces(served), crumbs };
}

export async function versionTitle({ params }: { params: VersionParams }): Promise<{ title: string }> {
  const { model, version } = await requireVersion(params, 'version.view');
  return { title: `${model.name} v${version.number}` };
}
