'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { type Column, Table } from '@/components/ui/table';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { PersonalContextView } from '@/lib/domain/predictions/schema';
import type { PersonalRule } from '@/lib/domain/registry/schema';
import { ApiError, api } from '@/lib/platform/http/client';
import { CONTEXT_KEY } from '@/lib/pure/protocols/context';
import { contextKeys, keptOf, withRule } from './context-keys';
import { PersonalSelect } from './personal-select';
import { contextPath, registryQueries } from './queries';

interface Of {
  project: string;
  model: string;
}

/** What callers say of their rows beside the inputs, and what of it the log keeps. */
export function PersonalContextSection({ of, mayManage }: { of: Of; mayManage: boolean }) {
  const t = useTranslations('registry.personalContext');
  const query = useQuery(registryQueries.personalContext(of.project, of.model));
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} hint={t('hint', { model: of.model })} />
      <QueryPanel query={query} errorTitle={t('errorTitle')} skeleton={<Skeleton className="h-24 w-full" />}>
        {(view) => (mayManage ? <Editor of={of} view={view} /> : <Keys view={view} />)}
      </QueryPanel>
    </Section>
  );
}

function Editor({ of, view }: { of: Of; view: PersonalContextView }) {
  const t = useTranslations('registry.personalContext');
  const client = useQueryClient();
  const query = registryQueries.personalContext(of.project, of.model);
  /** The rules that the changes start from. */
  const [base, setBase] = useState(view.rules);
  const [rules, setRules] = useState(view.rules);
  const [name, setName] = useState('');
  const [added, setAdded] = useState<string[]>([]);
  const start = (from: PersonalContextView['rules']) => {
    setBase(from);
    setRules(from);
  };
  const save = useMutation({
    mutationFn: () =>
      api<PersonalContextView>(contextPath(of.model), {
        project: of.project,
        method: 'PUT',
        body: { rules, was: base },
      }),
    onError: async (error) => {
      if (!(error instanceof ApiError) || error.problem.reason !== 'changed') return;
      start((await client.fetchQuery({ ...query, staleTime: 0 })).rules);
    },
    onSuccess: (saved) => {
      client.setQueryData(query.queryKey, saved);
      start(saved.rules);
      showSuccess(t('saved'));
    },
  });
  const shown = { rules, seen: [...view.seen, ...added] };
  const fault = name === '' ? null : faultOf(name, contextKeys(shown));
  const add = () => {
    if (name === '' || fault !== null) return;
    setAdded([...added, name]);
    setRules(withRule(rules, name, 'hash'));
    setName('');
  };
  const reason = save.error instanceof ApiError ? save.error.problem.reason : undefined;
  return (
    <form
      aria-label={t('title')}
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Keys
        view={shown}
        onRule={(key, kept) => {
          save.reset();
          setRules(withRule(rules, key, kept));
        }}
      />
      <div className="flex flex-wrap items-start gap-3">
        <div className="w-64 max-w-full">
          <Field label={t('newKey')} hint={t('newKeyHint')} error={fault === null ? undefined : t(`faults.${fault}`)}>
            <Input
              value={name}
              maxLength={64}
              onChange={(event) => setName(event.target.value.trim().replace(/^context\./, ''))}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                event.preventDefault();
                add();
              }}
            />
          </Field>
        </div>
        <div className="md:mt-6.5">
          <Button type="button" onClick={add} locked={name === '' ? t('addLocked') : undefined}>
            {t('add')}
          </Button>
        </div>
      </div>
      {reason === 'entity_in_use' ? (
        <Note kind="bad" urgent title={t('entityInUse')}>
          {t('entityInUseMeaning')}
        </Note>
      ) : reason === 'changed' ? (
        <Note kind="bad" urgent title={t('changed')}>
          {t('changedMeaning')}
        </Note>
      ) : save.error ? (
        <InlineError error={save.error} title={t('failed')} />
      ) : null}
      <div>
        <Button kind="main" type="submit" busy={save.isPending}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}

const faultOf = (name: string, keys: readonly string[]): 'name' | 'time' | 'twice' | null => {
  if (name === 'time') return 'time';
  if (keys.includes(name)) return 'twice';
  return CONTEXT_KEY.test(name) ? null : 'name';
};

function Keys({ view, onRule }: { view: PersonalContextView; onRule?: (key: string, kept: PersonalRule) => void }) {
  const t = useTranslations('registry.personalContext');
  const words = useTranslations('registry.columns');
  const columns: Column<string>[] = [
    {
      key: 'key',
      header: t('key'),
      cell: (key) => <code className="block py-1.5 [overflow-wrap:anywhere] md:min-w-40">{`context.${key}`}</code>,
    },
    {
      key: 'kept',
      header: words('fields.personal'),
      cell: (key) =>
        onRule ? (
          <PersonalSelect
            label={t('keptOf', { key })}
            title={t(`meaning.${keptOf(view.rules, key)}`)}
            value={keptOf(view.rules, key)}
            onValue={(kept) => onRule(key, kept)}
          />
        ) : (
          words(`personal.${keptOf(view.rules, key)}`)
        ),
    },
    {
      key: 'means',
      header: t('means'),
      phone: 'wide',
      cell: (key) => <span className="text-ink-2">{t(`meaning.${keptOf(view.rules, key)}`)}</span>,
    },
  ];
  const keys = contextKeys(view);
  if (keys.length === 0) return <p className="text-sm text-ink-2">{t('none')}</p>;
  return (
    <Panel flush>
      <Table label={t('title')} columns={columns} rows={keys} rowKey={(key) => key} tight={!onRule} />
    </Panel>
  );
}
