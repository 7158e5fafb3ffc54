'use client';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { modelHref } from '@/components/shell/addresses';
import { PageHeader } from '@/components/shell/page-header';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { useTranslations } from '@/components/ui/use-translations';
import { type Model, ModelName } from '@/lib/domain/registry/schema';
import type { NewUpstream } from '@/lib/domain/upstream/schema';
import { api } from '@/lib/platform/http/client';
import { HeaderFields, headerOf } from './header-fields';

const EXAMPLE = 'http://old:8000/predict';

/** Puts the gateway in front of a running service: its address and a name are enough. */
export function NewUpstreamView({ project }: { project: string }) {
  const t = useTranslations('upstream.new');
  const router = useRouter();
  const [url, setUrl] = useState('');
  const [name, setName] = useState('');
  const [header, setHeader] = useState({ name: '', value: '' });
  const [isTried, setIsTried] = useState(false);
  const isNameFit = ModelName.safeParse(name).success;
  const isUrlFit = /^https?:\/\/./.test(url.trim());
  const make = useMutation({
    mutationFn: (body: NewUpstream) => api<Model>('/api/upstreams', { method: 'POST', project, body }),
    onSuccess: (model) => router.push(`${modelHref(project, model.name)}/in-front`),
  });
  return (
    <>
      <PageHeader title={t('title')} sentence={t('sentence')} />
      <Panel className="max-w-3xl">
        <form
          className="flex flex-col gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            setIsTried(true);
            if (isNameFit && isUrlFit) make.mutate({ name, url: url.trim(), header: headerOf(header) });
          }}
        >
          <Field label={t('url')} hint={t('urlHint')} error={isTried && !isUrlFit ? t('urlFault') : undefined} required>
            <Input
              value={url}
              placeholder={EXAMPLE}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setUrl(event.target.value)}
            />
          </Field>
          <Field
            label={t('name')}
            hint={t('nameHint')}
            error={isTried && !isNameFit ? t('nameFault') : undefined}
            required
          >
            <Input
              value={name}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
          <HeaderFields draft={header} onDraft={setHeader} />
          {make.isError ? <InlineError error={make.error} title={t('failed')} /> : null}
          <div>
            <Button kind="main" type="submit" busy={make.isPending}>
              {t('make')}
            </Button>
          </div>
        </form>
      </Panel>
      <Section>
        <SectionHeading title={t('shellTitle')} hint={t('shellHint')} />
        <CodeBlock
          label={t('shellTitle')}
          samples={[{ key: 'npx', label: 'npx', code: `npx implanta in-front-of ${EXAMPLE}` }]}
        />
      </Section>
    </>
  );
}
