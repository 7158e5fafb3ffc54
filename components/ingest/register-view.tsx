'use client';
import { useState } from 'react';
import { modelHref } from '@/components/shell/addresses';
import { PageHeader } from '@/components/shell/page-header';
import { LinkButton } from '@/components/ui/link-button';
import { Note } from '@/components/ui/note';
import { useTranslations } from '@/components/ui/use-translations';
import { RegisterForm } from './register-form';
import type { SentModel } from './send-commands';
import { SendPanel } from './send-panel';

/** Registers a model that another server runs, and then says how its predictions come here. */
export function RegisterView({ project, url }: { project: string; url: string }) {
  const t = useTranslations('ingest.register');
  const [made, setMade] = useState<SentModel | null>(null);
  return (
    <>
      <PageHeader title={t('title')} sentence={t('sentence')} />
      {made ? (
        <div className="flex max-w-3xl flex-col gap-4">
          <Note
            kind="ok"
            urgent
            title={t('made', { model: made.model })}
            actions={<LinkButton href={modelHref(project, made.model)}>{t('open', { model: made.model })}</LinkButton>}
          >
            {t('next')}
          </Note>
          <SendPanel of={made} />
        </div>
      ) : (
        <RegisterForm
          project={project}
          onMade={(model, { columns, classes }) => setMade({ url, model: model.name, columns, classes })}
        />
      )}
    </>
  );
}
