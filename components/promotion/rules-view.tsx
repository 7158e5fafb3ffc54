'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { InlineError } from '@/components/ui/inline-error';
import { NumberInput } from '@/components/ui/number-input';
import { Panel } from '@/components/ui/panel';
import { Switch } from '@/components/ui/switch';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { PromotionRules } from '@/lib/domain/promotion/schema';
import { api } from '@/lib/platform/http/client';
import { LiveRulesFields } from './live-rules-fields';
import { promotionQueries } from './queries';
import { type RulesDraft, rulesDraftOf, rulesFaultsOf, rulesOf } from './rules-draft';

const MOST_STAGES = 10;
const GUARDS = ['errorPoints', 'latencyFactor', 'answerPoints', 'accuracyPoints'] as const;

/** How versions of a project come to answer all calls. */
export function RulesView({ project, header }: { project: string; header: ReactNode }) {
  const query = useQuery(promotionQueries.rules(project));
  return (
    <>
      {header}
      <QueryPanel query={query}>{(rules) => <RulesForm project={project} rules={rules} />}</QueryPanel>
    </>
  );
}

function RulesForm({ project, rules }: { project: string; rules: PromotionRules }) {
  const t = useTranslations('promotion.rules');
  const client = useQueryClient();
  const [draft, setDraft] = useState<RulesDraft>(() => rulesDraftOf(rules));
  const [isTried, setIsTried] = useState(false);
  const faults = rulesFaultsOf(draft);
  const save = useMutation({
    mutationFn: () => api<PromotionRules>('/api/promotion-rules', { method: 'PUT', project, body: rulesOf(draft) }),
    onSuccess: (saved) => {
      client.setQueryData(promotionQueries.rules(project).queryKey, saved);
      showSuccess(t('saved'));
    },
  });
  const change = (part: Partial<RulesDraft>) => setDraft({ ...draft, ...part });
  const setStage = (place: number, part: { percent?: number | null; minutes?: number | null }) =>
    change({ stages: draft.stages.map((stage, at) => (at === place ? { ...stage, ...part } : stage)) });
  const isFaulty = Object.values(faults).some((fault) => (Array.isArray(fault) ? fault.length > 0 : fault));
  return (
    <Panel>
      <form
        method="post"
        noValidate
        className="flex max-w-2xl flex-col gap-6"
        onSubmit={(event) => {
          event.preventDefault();
          setIsTried(true);
          if (!isFaulty) save.mutate();
        }}
      >
        <Switch
          label={t('approval')}
          hint={t('approvalHint')}
          checked={draft.needsApproval}
          onChecked={(needsApproval) => change({ needsApproval })}
        />
        <fieldset className="flex flex-col gap-3">
          <legend className="mb-1.5 text-sm font-medium">{t('stages')}</legend>
          <p className="text-xs text-ink-3">{t('stagesHint')}</p>
          {draft.stages.map((stage, place) => (
            <div key={stage.id} className="flex flex-wrap items-start gap-3">
              <Field
                label={t('share', { place: place + 1 })}
                error={isTried && faults.percents.includes(place) ? t('shareWrong') : undefined}
              >
                <NumberInput value={stage.percent} unit="%" onValue={(percent) => setStage(place, { percent })} />
              </Field>
              <Field
                label={t('time', { place: place + 1 })}
                error={isTried && faults.minutes.includes(place) ? t('timeWrong') : undefined}
              >
                <NumberInput value={stage.minutes} unit="min" onValue={(minutes) => setStage(place, { minutes })} />
              </Field>
              <span className="pt-6">
                <IconButton
                  label={t('remove', { place: place + 1 })}
                  icon={<Trash2 aria-hidden="true" />}
                  onClick={() => change({ stages: draft.stages.filter((_, at) => at !== place) })}
                />
              </span>
            </div>
          ))}
          {draft.stages.length < MOST_STAGES ? (
            <div>
              <Button
                size="sm"
                icon={<Plus aria-hidden="true" />}
                onClick={() =>
                  change({
                    stages: [
                      ...draft.stages,
                      { id: 1 + Math.max(-1, ...draft.stages.map(({ id }) => id)), percent: null, minutes: 60 },
                    ],
                  })
                }
              >
                {t('add')}
              </Button>
            </div>
          ) : null}
        </fieldset>
        <Field label={t('watch')} hint={t('watchHint')} error={isTried && faults.watch ? t('timeWrong') : undefined}>
          <NumberInput value={draft.watchMinutes} unit="min" onValue={(watchMinutes) => change({ watchMinutes })} />
        </Field>
        <Field label={t('wait')} hint={t('waitHint')} error={isTried && faults.wait ? t('waitWrong') : undefined}>
          <NumberInput value={draft.waitHours} unit="h" onValue={(waitHours) => change({ waitHours })} />
        </Field>
        <fieldset className="grid gap-4 sm:grid-cols-2">
          <legend className="mb-1.5 text-sm font-medium">{t('guards')}</legend>
          {GUARDS.map((guard) => (
            <Field
              key={guard}
              label={t(`guardFields.${guard}`)}
              hint={t(`guardHints.${guard}`)}
              error={isTried && faults.guards.includes(guard) ? t('guardWrong') : undefined}
              optional
            >
              <NumberInput
                value={draft.guards[guard]}
                unit={guard === 'latencyFactor' ? '×' : t('points')}
                onValue={(value) => change({ guards: { ...draft.guards, [guard]: value } })}
              />
            </Field>
          ))}
        </fieldset>
        <LiveRulesFields draft={draft} faults={isTried ? faults : null} onChange={change} />
        {save.error ? <InlineError error={save.error} title={t('notSaved')} /> : null}
        <div>
          <Button kind="main" type="submit" busy={save.isPending}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
