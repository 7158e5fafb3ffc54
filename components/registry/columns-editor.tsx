'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { versionHref } from '@/components/shell/addresses';
import { Button } from '@/components/ui/button';
import { failureFields } from '@/components/ui/failure';
import { InlineError } from '@/components/ui/inline-error';
import { LinkButton } from '@/components/ui/link-button';
import { Note } from '@/components/ui/note';
import { showSuccess } from '@/components/ui/toast';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { OverlayView, Version } from '@/lib/domain/registry/schema';
import { api } from '@/lib/platform/http/client';
import { ClassNames } from './class-names';
import {
  type ColumnsDraft,
  countNamed,
  type DraftColumn,
  draftFrom,
  findFaults,
  readServerFaults,
  toOverlay,
} from './column-draft';
import { ColumnSources } from './column-sources';
import { ColumnsTable } from './columns-table';
import { registryQueries, versionPath } from './queries';

/** One line per column, sources of names above, Save with the counter. Nothing is stored before Save. */
export function ColumnsEditor({
  project,
  model,
  version,
  view,
}: {
  project: string;
  model: string;
  version: Version;
  view: OverlayView;
}) {
  const t = useTranslations('registry.columns');
  const format = useFormat();
  const router = useRouter();
  const client = useQueryClient();
  const [draft, setDraft] = useState<ColumnsDraft>(() => draftFrom(view));
  const [isDirty, setIsDirty] = useState(false);
  const change = useCallback((next: (before: ColumnsDraft) => ColumnsDraft) => {
    setDraft(next);
    setIsDirty(true);
  }, []);
  const onColumn = useCallback(
    (index: number, patch: Partial<DraftColumn>) =>
      change((before) => ({
        ...before,
        columns: before.columns.map((column, at) => (at === index ? { ...column, ...patch } : column)),
      })),
    [change],
  );
  useWarnOnLeave(isDirty);
  const save = useMutation({
    mutationFn: () =>
      api<OverlayView>(`${versionPath(model, version.number)}/overlay`, {
        method: 'PUT',
        project,
        body: toOverlay(draft),
      }),
    onSuccess: async (saved) => {
      setIsDirty(false);
      setDraft(draftFrom(saved));
      showSuccess(t('saved', { number: version.number }));
      client.setQueryData(registryQueries.overlay(project, model, version.number).queryKey, saved);
      router.refresh();
    },
  });
  const own = useMemo(() => findFaults(draft.columns), [draft.columns]);
  const served = save.isError ? readServerFaults(failureFields(save.error)) : new Map<number, string>();
  const faults = new Map<number, string>(served);
  for (const [index, fault] of own) faults.set(index, t(`faults.${fault}`));
  const general = served.get(-1);
  const named = countNamed(draft.columns);
  return (
    <>
      <ColumnSources project={project} model={model} version={version} draft={draft} onDraft={change} />
      <div className="sticky top-[50px] z-5 mb-3 flex flex-wrap items-center gap-x-4 gap-y-2 bg-[color-mix(in_srgb,var(--page)_94%,transparent)] py-2">
        <p role="status" className="text-sm">
          {t('counter', { named: format.number(named), total: format.number(draft.columns.length) })}
          {isDirty ? <span className="ml-2 text-ink-3">{t('unsaved')}</span> : null}
        </p>
        <span className="ml-auto flex gap-2">
          <LinkButton kind="quiet" href={versionHref(project, model, version.number)}>
            {t('later')}
          </LinkButton>
          <Button
            kind="main"
            busy={save.isPending}
            locked={own.size > 0 ? t('lockedByFaults', { count: own.size }) : undefined}
            onClick={() => save.mutate()}
          >
            {t('save')}
          </Button>
        </span>
      </div>
      {save.isError ? (
        <div className="mb-3">
          {served.size > 0 ? (
            <Note kind="bad" urgent title={t('notSaved', { count: served.size })}>
              {general}
            </Note>
          ) : (
            <InlineError error={save.error} title={t('saveFailed')} />
          )}
        </div>
      ) : null}
      <ColumnsTable columns={draft.columns} inputs={version.signature.inputs} faults={faults} onColumn={onColumn} />
      <ClassNames version={version} draft={draft} onDraft={change} />
      <p className="mt-4 max-w-measure text-xs text-ink-3">{t('personalExplained')}</p>
      <p className="mt-1 max-w-measure text-xs text-ink-3">{t('renaming')}</p>
    </>
  );
}

function useWarnOnLeave(isDirty: boolean) {
  useEffect(() => {
    if (!isDirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isDirty]);
}
