'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Switch } from '@/components/ui/switch';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import { CHECK_GROUPS, type GateRule, type GateRules, kindOf } from '@/lib/domain/validation/schema';
import { type GateDraft, gateDraftOf, gateRulesOf } from './gate-draft';
import { GateHistory } from './gate-history';
import { GateRuleLine } from './gate-rule-line';
import { saveGate, validationQueries } from './queries';

/** What stands before a version of a model that is to answer calls. */
export function GateView({ project, model, mayEdit }: { project: string; model: string; mayEdit: boolean }) {
  const t = useTranslations('validation.gate');
  const query = useQuery(validationQueries.gate(project, model));
  return (
    <>
      <PageHeader title={t('title')} sentence={t('sentence')} />
      <QueryPanel query={query}>
        {({ rules, history }) => (
          <>
            <GateForm key={history[0]?.revision ?? 0} project={project} model={model} rules={rules} mayEdit={mayEdit} />
            <GateHistory history={history} />
          </>
        )}
      </QueryPanel>
    </>
  );
}

function GateForm({
  project,
  model,
  rules,
  mayEdit,
}: {
  project: string;
  model: string;
  rules: GateRules;
  mayEdit: boolean;
}) {
  const t = useTranslations('validation.gate');
  const words = useTranslations('validation.checks');
  const client = useQueryClient();
  const [draft, setDraft] = useState<GateDraft>(() => gateDraftOf(rules));
  const save = useMutation({
    mutationFn: () => saveGate(project, model, gateRulesOf(draft)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: validationQueries.all(project) });
      showSuccess(t('saved'));
    },
  });
  const change = (changed: GateRule) =>
    setDraft({ ...draft, rules: draft.rules.map((rule) => (rule.check === changed.check ? changed : rule)) });
  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {mayEdit ? (
        <Panel>
          <Switch
            label={t('must')}
            hint={t('mustHint')}
            checked={draft.mustBeValidated}
            onChecked={(mustBeValidated) => setDraft({ ...draft, mustBeValidated })}
          />
        </Panel>
      ) : (
        <Note kind="locked" title={draft.mustBeValidated ? t('must') : undefined}>
          {t('readOnly')}
        </Note>
      )}
      {CHECK_GROUPS.map((group) => (
        <Section key={group} label={words(`groups.${group}`)}>
          <SectionHeading title={words(`groups.${group}`)} />
          <Panel flush>
            <ul className="divide-y divide-line">
              {draft.rules
                .filter(({ check }) => kindOf(check).group === group)
                .map((rule) => (
                  <GateRuleLine key={rule.check} rule={rule} onChange={mayEdit ? change : null} />
                ))}
            </ul>
          </Panel>
        </Section>
      ))}
      {save.error ? <InlineError error={save.error} title={t('notSaved')} /> : null}
      {mayEdit ? (
        <div className="mt-6">
          <Button kind="main" type="submit" busy={save.isPending}>
            {t('save')}
          </Button>
        </div>
      ) : null}
    </form>
  );
}
