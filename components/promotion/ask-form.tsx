'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Promotion, PromotionRules } from '@/lib/domain/promotion/schema';
import { api } from '@/lib/platform/http/client';
import { AskFailure } from './ask-failure';
import { promotionQueries } from './queries';
import { StagesText } from './stages-text';

/** Asks for a version to become champion. */
export function AskForm({
  project,
  model,
  champion,
  wanted,
  rules,
  mayOverride,
}: {
  project: string;
  model: string;
  champion: number;
  wanted: number | null;
  rules: PromotionRules;
  mayOverride: boolean;
}) {
  const t = useTranslations('promotion.ask');
  const format = useFormat();
  const client = useQueryClient();
  const versions = useQuery(promotionQueries.versions(project, model));
  const [number, setNumber] = useState<string | null>(wanted === null || wanted === champion ? null : String(wanted));
  const [reason, setReason] = useState('');
  const [isTried, setIsTried] = useState(false);
  const ask = useMutation({
    mutationFn: (override: string | undefined) =>
      api<Promotion>(`/api/models/${encodeURIComponent(model)}/promotions`, {
        method: 'POST',
        project,
        query: { override },
        body: { version: Number(number), reason },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: promotionQueries.list(project, model).queryKey }),
  });
  const others = versions.data?.versions.filter((version) => version.number !== champion) ?? [];
  return (
    <section aria-label={t('title')}>
      <SectionHeading title={t('title')} />
      <Panel>
        <form
          method="post"
          noValidate
          className="flex max-w-xl flex-col gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            setIsTried(true);
            if (number !== null) ask.mutate(undefined);
          }}
        >
          <Field label={t('version')} error={isTried && number === null ? t('versionMissing') : undefined}>
            <Select
              value={number}
              options={others.map((version) => ({
                value: String(version.number),
                label: t('versionOf', { number: version.number }),
                hint: version.trainedOn
                  ? t('trained', { rows: version.trainedOn.rows, when: format.dayTime(version.createdAt) })
                  : t('uploaded', { when: format.dayTime(version.createdAt) }),
              }))}
              onValue={setNumber}
            />
          </Field>
          <Field label={t('reason')} hint={t('reasonHint')} optional>
            <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
          </Field>
          <p className="text-sm text-ink-2">
            <StagesText rules={rules} />
          </p>
          {ask.error ? (
            <AskFailure
              error={ask.error}
              mayOverride={mayOverride}
              busy={ask.isPending}
              onOverride={(override) => ask.mutate(override)}
            />
          ) : null}
          <div>
            <Button kind="main" type="submit" busy={ask.isPending}>
              {rules.approval === 'none' ? t('begin') : t('ask')}
            </Button>
          </div>
        </form>
      </Panel>
    </section>
  );
}
