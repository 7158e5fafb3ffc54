'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocale } from 'use-intl';
import { Button } from '@/components/ui/button';
import { SecretDialog } from '@/components/ui/secret-dialog';
import { SidePanel } from '@/components/ui/side-panel';
import { showSuccess } from '@/components/ui/toast';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { AlertRule, SavedAlertRule } from '@/lib/domain/alerts/schema';
import { ApiError, api } from '@/lib/platform/http/client';
import { DeleteRuleDialog } from './delete-rule-dialog';
import type { ModelChoice } from './field-props';
import { alertQueries } from './queries';
import {
  contentOf,
  draftOf,
  type FaultField,
  type Faults,
  faultsOf,
  newDraft,
  REFUSED_FIELDS,
  type RuleDraft,
} from './rule-draft';
import { RuleForm } from './rule-form';

/** A new rule, or one that is there, beside the list. What a webhook is signed with is shown once, after saving. */
export function RulePanel({
  project,
  models,
  rule,
  onClose,
}: {
  project: string;
  models: readonly ModelChoice[];
  /** Null makes a new one. */
  rule: AlertRule | null;
  onClose: () => void;
}) {
  const t = useTranslations('alerts.form');
  const format = useFormat();
  const language = useLocale() === 'pt-BR' ? 'pt-BR' : 'en';
  const client = useQueryClient();
  const [draft, setDraft] = useState<RuleDraft>(() =>
    rule ? draftOf(rule, format.now) : newDraft(models.length === 1 ? (models[0]?.id ?? '') : '', language),
  );
  const [faults, setFaults] = useState<Faults>({});
  const [attempt, setAttempt] = useState(0);
  const [isDeleting, setIsDeleting] = useState(false);
  const refuse = (found: Faults) => {
    setFaults(found);
    setAttempt((before) => before + 1);
  };
  const save = useMutation({
    mutationFn: () => {
      const content = contentOf(draft, rule, new Date());
      return rule
        ? api<SavedAlertRule>(`/api/alert-rules/${rule.id}`, { method: 'PATCH', project, body: content })
        : api<SavedAlertRule>('/api/alert-rules', {
            method: 'POST',
            project,
            body: { ...content, model: draft.model },
          });
    },
    onSuccess: async ({ secret }) => {
      await client.invalidateQueries({ queryKey: alertQueries.all(project) });
      showSuccess(t(rule ? 'saved' : 'made'));
      if (secret === null) onClose();
    },
    onError: (error) => refuse(REFUSED_FIELDS[error instanceof ApiError ? (error.problem.reason ?? '') : ''] ?? {}),
  });
  const submit = () => {
    const found = faultsOf(draft);
    if (Object.keys(found).length > 0) refuse(found);
    else save.mutate();
  };
  /** A rule can be tried without a name, and whomever it tells. */
  const mayTry = () => {
    const { name: _, url: __, mailTo: ___, ...found } = faultsOf(draft);
    if (Object.keys(found).length > 0) refuse(found);
    return Object.keys(found).length === 0;
  };
  const change = (next: RuleDraft, ...fields: FaultField[]) => {
    setDraft(next);
    save.reset();
    setFaults((before) => {
      const left = { ...before };
      for (const field of fields) delete left[field];
      return left;
    });
  };
  if (save.data?.secret) return <SecretDialog secret={save.data.secret} url={draft.url} onClose={onClose} />;
  return (
    <>
      <SidePanel
        open
        onOpen={(open) => (open ? undefined : onClose())}
        title={rule ? t('editTitle', { name: rule.name }) : t('newTitle')}
      >
        <RuleForm
          project={project}
          models={models}
          rule={rule}
          draft={draft}
          faults={faults}
          error={save.error}
          attempt={attempt}
          onChange={change}
          onSubmit={submit}
          onTry={mayTry}
          answers={
            <>
              <Button kind="main" type="submit" busy={save.isPending}>
                {t(rule ? 'save' : 'make')}
              </Button>
              <Button onClick={onClose}>{t('cancel')}</Button>
              {rule ? (
                <Button kind="danger" className="ml-auto" onClick={() => setIsDeleting(true)}>
                  {t('delete')}
                </Button>
              ) : null}
            </>
          }
        />
      </SidePanel>
      {rule && isDeleting ? (
        <DeleteRuleDialog project={project} rule={rule} onKeep={() => setIsDeleting(false)} onGone={onClose} />
      ) : null}
    </>
  );
}
