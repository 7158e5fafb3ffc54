'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { modelHref, versionHref } from '@/components/shell/addresses';
import { Button } from '@/components/ui/button';
import { LinkButton } from '@/components/ui/link-button';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { Model, Version } from '@/lib/domain/registry/schema';
import { apiResponse } from '@/lib/platform/http/client';
import { PromotionFailure } from './gate-refusal';
import { registryQueries, versionPath } from './queries';

type Act = { action: 'champion' | 'load' | 'unload'; number: number; override?: string };

/** What may be done with a version: serve it, rest it, try it, name its columns. What can be undone says so. */
export function VersionActions({
  project,
  model,
  version,
  mayManage,
  mayOverride,
}: {
  project: string;
  model: Model;
  version: Version;
  mayManage: boolean;
  /** Promote it although the gate stands before that. */
  mayOverride: boolean;
}) {
  const t = useTranslations('registry.version');
  const words = useTranslations('ui');
  const router = useRouter();
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: ({ action, number, override }: Act) =>
      apiResponse(`${versionPath(model.name, number)}/${action}`, { method: 'POST', project, query: { override } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: registryQueries.all(project) });
      router.refresh();
    },
  });
  const run = (todo: Act, message: string, back: Act | null) =>
    act.mutate(todo, {
      onSuccess: () =>
        showSuccess(message, back ? { label: words('undo'), onUndo: () => act.mutate(back) } : undefined),
    });
  const { number } = version;
  const before = model.champion !== null && model.champion !== number ? model.champion : null;
  const promote = (todo: Act) =>
    run(
      todo,
      t('promoted', { number: todo.number }),
      before === null || todo.number === before ? null : { action: 'champion', number: before },
    );
  return (
    <>
      {act.isError ? (
        <div className="w-full basis-full">
          <PromotionFailure
            error={act.error}
            title={t('actionFailed')}
            project={project}
            mayOverride={mayOverride}
            busy={act.isPending}
            onOverride={(override) => act.variables && promote({ ...act.variables, override })}
          />
        </div>
      ) : null}
      {version.servedBy === 'runner' ? (
        <LinkButton href={`${modelHref(project, model.name)}/try?version=${number}`} icon={<Play aria-hidden="true" />}>
          {t('openTry')}
        </LinkButton>
      ) : null}
      {before === null ? null : (
        <LinkButton href={`${modelHref(project, model.name)}/compare?a=${before}&b=${number}`}>
          {t('compare', { number: before })}
        </LinkButton>
      )}
      {version.servedBy === 'runner' ? (
        <LinkButton href={`${versionHref(project, model.name, number)}/settings`}>{t('settings')}</LinkButton>
      ) : null}
      {mayManage ? (
        <LinkButton href={`${versionHref(project, model.name, number)}/columns`}>{t('nameColumns')}</LinkButton>
      ) : null}
      {mayManage && version.loaded && !version.isChampion ? (
        <Button
          busy={act.isPending}
          onClick={() => run({ action: 'unload', number }, t('unloaded', { number }), { action: 'load', number })}
        >
          {t('unload')}
        </Button>
      ) : null}
      {mayManage && !version.loaded ? (
        <Button
          busy={act.isPending}
          onClick={() =>
            run(
              { action: 'load', number },
              t('loaded', { number }),
              version.isChampion ? null : { action: 'unload', number },
            )
          }
        >
          {t('load')}
        </Button>
      ) : null}
      {mayManage && !version.isChampion ? (
        <Button kind="main" busy={act.isPending} onClick={() => promote({ action: 'champion', number })}>
          {t('promote')}
        </Button>
      ) : null}
    </>
  );
}
