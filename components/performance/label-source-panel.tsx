'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { SidePanel } from '@/components/ui/side-panel';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { LabelSourceView } from '@/lib/domain/feedback/schema';
import { DeleteSourceDialog } from './delete-source-dialog';
import { contentOf, draftOf, faultsOf, NEW_SOURCE, type SourceDraft } from './label-source-draft';
import { LabelSourceFields } from './label-source-fields';
import { labelSourcesQuery, saveSource, trySource } from './label-source-queries';
import { LabelsFound } from './labels-found';
import { PullFailure } from './pull-failure';

/** Adds a source or changes one. It can be tried before it is saved; what was found is gone once the draft is another one. */
export function LabelSourcePanel({
  of,
  saved,
  onClose,
}: {
  of: { project: string; model: string };
  saved: LabelSourceView | null;
  onClose: () => void;
}) {
  const t = useTranslations('performance.pulled.form');
  const words = useTranslations('performance.pulled.delete');
  const client = useQueryClient();
  const [draft, setDraft] = useState<SourceDraft>(() => (saved ? draftOf(saved) : NEW_SOURCE));
  const [isTried, setIsTried] = useState(false);
  const [isDeleting, setIsDeleting] = useState(false);
  const id = saved?.id ?? null;
  const content = contentOf(draft, saved);
  const trial = useMutation({ mutationFn: () => trySource(of, id, content) });
  const save = useMutation({
    mutationFn: () => saveSource(of, id, content),
    onSuccess: async ({ name }) => {
      await client.invalidateQueries({ queryKey: labelSourcesQuery(of).queryKey });
      showSuccess(t('saved', { name }));
      onClose();
    },
  });
  const faults = faultsOf(draft, saved);
  const whenRight = (go: () => void) => {
    setIsTried(true);
    if (faults.length === 0) go();
  };
  return (
    <SidePanel
      open
      onOpen={(open) => (open ? undefined : onClose())}
      title={saved ? t('of', { name: saved.name }) : t('new')}
    >
      <form
        method="post"
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          whenRight(() => save.mutate());
        }}
      >
        <LabelSourceFields
          draft={draft}
          faults={isTried ? faults : []}
          saved={saved}
          onDraft={(next) => {
            setDraft(next);
            trial.reset();
            save.reset();
          }}
        />
        <div className="flex flex-wrap items-center gap-3">
          <Button
            icon={<FlaskConical aria-hidden="true" />}
            busy={trial.isPending}
            onClick={() => whenRight(() => trial.mutate())}
          >
            {t('try')}
          </Button>
          <span className="text-xs text-ink-3">{t('tryHint')}</span>
        </div>
        {trial.data ? <LabelsFound found={trial.data} /> : null}
        {trial.isError ? <PullFailure error={trial.error} title={t('tryFailed')} /> : null}
        {save.isError ? <InlineError error={save.error} title={t('notSaved')} /> : null}
        <div className="flex flex-wrap items-center gap-2">
          <Button kind="main" type="submit" busy={save.isPending}>
            {t('save')}
          </Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
          {saved ? (
            <Button kind="danger" className="ml-auto" onClick={() => setIsDeleting(true)}>
              {words('do')}
            </Button>
          ) : null}
        </div>
      </form>
      {saved && isDeleting ? (
        <DeleteSourceDialog of={of} source={saved} onKeep={() => setIsDeleting(false)} onGone={onClose} />
      ) : null}
    </SidePanel>
  );
}
