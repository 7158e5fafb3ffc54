'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';
import type { ValidationPlan } from '@/lib/domain/validation/schema';
import { isPartSaid, type PlanDraft, planDraftOf, planOf } from './plan-draft';
import { type OfVersion, startValidation, validationQueries } from './queries';
import { RowPartFields } from './row-part-fields';

/** Chooses what a version is examined on, and has it examined. */
export function ValidationForm({ of, before }: { of: OfVersion; before: ValidationPlan | null }) {
  const t = useTranslations('validation.report');
  const client = useQueryClient();
  const datasets = useQuery(validationQueries.datasets(of.project));
  const [draft, setDraft] = useState<PlanDraft>(() => planDraftOf(before));
  const [isTried, setIsTried] = useState(false);
  const change = (part: Partial<PlanDraft>) => setDraft({ ...draft, ...part });
  const start = useMutation({
    mutationFn: () => startValidation(of, planOf(draft)),
    onSuccess: () => client.invalidateQueries({ queryKey: validationQueries.validation(of).queryKey }),
  });
  return (
    <Panel>
      <QueryPanel query={datasets}>
        {({ datasets: all }) => (
          <form
            method="post"
            noValidate
            className="flex max-w-xl flex-col gap-5"
            onSubmit={(event) => {
              event.preventDefault();
              setIsTried(true);
              if (isPartSaid(draft)) start.mutate();
            }}
          >
            <Field label={t('dataset')}>
              <Select
                value={draft.datasetId}
                options={[
                  { value: '', label: t('noDataset') },
                  ...all
                    .filter(({ newest }) => newest.roles.target !== null)
                    .map(({ id, name, newest }) => ({
                      value: id,
                      label: name,
                      hint: t('datasetHint', { rows: newest.rows, target: newest.roles.target ?? '' }),
                    })),
                ]}
                onValue={(datasetId) => change({ datasetId, part: 'all' })}
              />
            </Field>
            <RowPartFields
              draft={draft}
              roles={all.find(({ id }) => id === draft.datasetId)?.newest.roles ?? null}
              isFaulty={isTried && !isPartSaid(draft)}
              onChange={change}
            />
            <Field label={t('fairness')} hint={t('fairnessHint')} optional>
              <Input value={draft.fairness} onChange={(event) => change({ fairness: event.target.value })} />
            </Field>
            <Field label={t('monotone')} hint={t('monotoneHint')} optional>
              <Input value={draft.monotone} onChange={(event) => change({ monotone: event.target.value })} />
            </Field>
            {start.error ? <InlineError error={start.error} title={t('failed')} /> : null}
            <div>
              <Button kind="main" type="submit" busy={start.isPending}>
                {t('start')}
              </Button>
            </div>
          </form>
        )}
      </QueryPanel>
    </Panel>
  );
}
