'use client';
import { Play, Upload } from 'lucide-react';
import { modelHref } from '@/components/shell/addresses';
import { PageHeader } from '@/components/shell/page-header';
import { LinkButton } from '@/components/ui/link-button';
import { State } from '@/components/ui/state';
import { useTranslations } from '@/components/ui/use-translations';
import type { Model } from '@/lib/domain/registry/schema';

export function OverviewHeader({ project, model, mayUpload }: { project: string; model: Model; mayUpload: boolean }) {
  const t = useTranslations('monitoring.header');
  const base = modelHref(project, model.name);
  return (
    <PageHeader
      title={model.name}
      state={
        <State pill kind={model.serving ? 'ok' : model.elsewhere ? 'info' : 'off'}>
          {model.elsewhere
            ? t('elsewhere')
            : model.champion !== null && model.serving
              ? t('serving', { number: model.champion })
              : t('notServing')}
        </State>
      }
      sentence={model.summary || undefined}
      actions={
        model.elsewhere ? (
          mayUpload ? (
            <LinkButton kind="main" href={`${base}/api`}>
              {t('send')}
            </LinkButton>
          ) : undefined
        ) : (
          <>
            {model.upstreamVersion === null ? null : <LinkButton href={`${base}/in-front`}>{t('service')}</LinkButton>}
            {mayUpload ? (
              <LinkButton href={`${base}/versions/new`} icon={<Upload aria-hidden="true" />}>
                {t('newVersion')}
              </LinkButton>
            ) : null}
            {model.champion === model.upstreamVersion ? null : (
              <LinkButton kind="main" href={`${base}/try`} icon={<Play aria-hidden="true" />}>
                {t('try')}
              </LinkButton>
            )}
          </>
        )
      }
    />
  );
}
