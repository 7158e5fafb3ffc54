'use client';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { NumberInput } from '@/components/ui/number-input';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { UpstreamView } from '@/lib/domain/upstream/schema';
import { HeaderFields, headerOf } from './header-fields';
import { useChange } from './use-change';

const MS = 1000;
const NO_HEADER = { name: '', value: '' };

/** Where the service is, how long it may take, and the secret that it wants. */
export function ServiceForm({ project, model, view }: { project: string; model: string; view: UpstreamView }) {
  const t = useTranslations('upstream.service');
  const change = useChange({ project, model });
  const [url, setUrl] = useState(view.url);
  const [timeoutMs, setTimeoutMs] = useState(view.timeoutMs);
  const [header, setHeader] = useState(NO_HEADER);
  const given = headerOf(header);
  const save = () =>
    change.mutate(
      { url: url.trim(), timeoutMs, ...(given ? { header: given } : {}) },
      {
        onSuccess: () => {
          setHeader(NO_HEADER);
          showSuccess(t('saved'));
        },
      },
    );
  return (
    <>
      <SectionHeading
        title={t('title')}
        hint={view.headerName ? t('headerSet', { name: view.headerName }) : t('noHeader')}
      />
      <Panel>
        <form
          className="flex flex-col gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <div className="grid gap-5 md:grid-cols-2">
            <Field label={t('url')}>
              <Input
                value={url}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => setUrl(event.target.value)}
              />
            </Field>
            <Field label={t('timeout')} hint={t('timeoutHint')}>
              <NumberInput
                value={timeoutMs / MS}
                nullable={false}
                unit="s"
                onValue={(seconds) => setTimeoutMs(Math.round((seconds ?? 0) * MS))}
              />
            </Field>
          </div>
          <HeaderFields draft={header} onDraft={setHeader} />
          {change.isError ? <InlineError error={change.error} title={t('failed')} /> : null}
          <div className="flex flex-wrap gap-3">
            <Button kind="main" type="submit" busy={change.isPending}>
              {t('save')}
            </Button>
            {view.headerName ? (
              <Button busy={change.isPending} onClick={() => change.mutate({ header: null })}>
                {t('removeHeader')}
              </Button>
            ) : null}
          </div>
        </form>
      </Panel>
    </>
  );
}
