'use client';
import { useQuery } from '@tanstack/react-query';
import { Download, Search, X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { LinkButton } from '@/components/ui/link-button';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';
import { type EventFilter, toAuditFilter, writeEventFilter } from './event-filter';
import { writeEventPage } from './event-pages';
import { peopleQueries } from './queries';
import { useActionSentence } from './use-action-sentence';

const ALL = 'all';

/** Narrows the events; all of it is in the address, and the files have the same events. */
export function EventFilters({ project, base, filter }: { project: string; base: string; filter: EventFilter }) {
  const t = useTranslations('people.events.filters');
  const sentence = useActionSentence();
  const router = useRouter();
  const choices = useQuery(peopleQueries.eventChoices(project));
  const [draft, setDraft] = useState(filter);
  const go = (next: EventFilter) => {
    setDraft(next);
    router.push(writeEventPage(base, { filter: next, cursor: null, trail: [] }));
  };
  const actions = [...new Set([...(choices.data?.actions ?? []), ...(filter.action ? [filter.action] : [])])]
    .map((value) => ({ value, label: sentence(value) ?? value }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const isFiltered = writeEventFilter(filter).length > 0;
  const fileHref = (format: string) =>
    `/api/audit-events/export?${new URLSearchParams({ ...toAuditFilter(filter), project, format })}`;
  return (
    <search aria-label={t('title')}>
      <form
        className="mb-4 flex flex-wrap items-end gap-3 max-md:flex-col max-md:items-stretch"
        onSubmit={(event) => {
          event.preventDefault();
          go(draft);
        }}
      >
        <Field label={t('who')}>
          <Input
            value={draft.who}
            list="event-people"
            onChange={({ target }) => setDraft({ ...draft, who: target.value })}
          />
        </Field>
        <datalist id="event-people">
          {choices.data?.people.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Field label={t('action')}>
          <Select
            className="w-56 max-md:w-full"
            value={draft.action || ALL}
            options={[{ value: ALL, label: t('all') }, ...actions]}
            onValue={(value) => go({ ...draft, action: value === ALL ? '' : value })}
          />
        </Field>
        <Field label={t('object')}>
          <Input
            value={draft.object}
            placeholder={t('objectExample')}
            onChange={({ target }) => setDraft({ ...draft, object: target.value })}
          />
        </Field>
        <Field label={t('from')}>
          <Input type="date" value={draft.from} onChange={({ target }) => setDraft({ ...draft, from: target.value })} />
        </Field>
        <Field label={t('to')}>
          <Input type="date" value={draft.to} onChange={({ target }) => setDraft({ ...draft, to: target.value })} />
        </Field>
        <Button type="submit" icon={<Search aria-hidden="true" />}>
          {t('search')}
        </Button>
        {isFiltered ? (
          <LinkButton href={base} kind="quiet" icon={<X aria-hidden="true" />} onClick={() => setDraft(NO_FILTER)}>
            {t('clear')}
          </LinkButton>
        ) : null}
        <span className="ml-auto flex flex-wrap gap-2 max-md:ml-0">
          {(['csv', 'jsonl'] as const).map((format) => (
            <a key={format} href={fileHref(format)} download className={buttonClass('outlined')}>
              <Download aria-hidden="true" />
              {t(format)}
            </a>
          ))}
        </span>
      </form>
    </search>
  );
}

const NO_FILTER: EventFilter = { who: '', action: '', object: '', from: '', to: '' };
