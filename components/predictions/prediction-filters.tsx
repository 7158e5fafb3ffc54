'use client';
import { Download, Search, X } from 'lucide-react';
import { useState } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { createFormat } from '@/components/ui/format';
import { Input } from '@/components/ui/input';
import { Segmented } from '@/components/ui/segmented';
import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { ORIGINS, readContextFilter, STATUSES, VERDICTS } from './prediction-search';
import type { usePredictionSearch } from './use-prediction-search';

const ALL = 'all';

/** Narrows the list. Everything is in the address, and the export takes the same filter. */
export function PredictionFilters({
  state,
  versions,
  outcomes,
  exportHref,
  ownOnly,
}: {
  state: ReturnType<typeof usePredictionSearch>;
  versions: readonly number[];
  /** Classes of the model, with their names; empty for numbers. */
  outcomes: readonly { label: string; name: string }[];
  exportHref: string;
  ownOnly: boolean;
}) {
  const t = useTranslations('predictions.filters');
  const { locale, now } = useFormat();
  const day = (date: string) => createFormat({ locale, timeZone: 'UTC', now }).day(date);
  const { search, choose, isFiltered, clear } = state;
  const all = { value: ALL, label: t('all') };
  const isAnswered = search.status === 'answered';
  // The export knows no bins, and would have all rows.
  const isExported = isAnswered && search.input === null;
  return (
    <div className="mb-4 flex flex-wrap items-end gap-x-3 gap-y-3">
      <Segmented
        label={t('status')}
        value={search.status}
        onValue={(status) => void choose({ status })}
        choices={STATUSES.map((status) => ({ value: status, label: t(`statuses.${status}`) }))}
      />
      <Field label={t('version')}>
        <Select
          value={search.version === null ? ALL : String(search.version)}
          onValue={(value) => void choose({ version: value === ALL ? null : Number(value) })}
          options={[all, ...versions.toReversed().map((number) => ({ value: String(number), label: `v${number}` }))]}
        />
      </Field>
      {isAnswered && outcomes.length > 0 ? (
        <Field label={t('outcome')}>
          <Select
            value={search.outcome ?? ALL}
            onValue={(value) => void choose({ outcome: value === ALL ? null : value })}
            options={[all, ...outcomes.map(({ label, name }) => ({ value: label, label: name }))]}
          />
        </Field>
      ) : null}
      {isAnswered ? (
        <>
          <Field label={t('feedback')}>
            <Select
              value={search.feedback ?? ALL}
              onValue={(value) => void choose({ feedback: VERDICTS.find((verdict) => verdict === value) ?? null })}
              options={[all, ...VERDICTS.map((verdict) => ({ value: verdict, label: t(`verdicts.${verdict}`) }))]}
            />
          </Field>
          <ContextFilter key={search.context} value={search.context} onValue={(context) => void choose({ context })} />
        </>
      ) : null}
      {ownOnly ? null : (
        <Field label={t('origin')}>
          <Select
            value={search.origin ?? ALL}
            onValue={(value) => void choose({ origin: ORIGINS.find((origin) => origin === value) ?? null })}
            options={[
              { value: ALL, label: t('allOrigins') },
              ...ORIGINS.map((origin) => ({ value: origin, label: t(`origins.${origin}`) })),
            ]}
          />
        </Field>
      )}
      <span className="ml-auto flex flex-wrap items-center gap-2">
        {state.canFollow ? <Switch label={t('live')} checked={state.isLive} onChecked={state.follow} /> : null}
        {search.ownFrom || search.ownTo ? (
          <Button
            kind="quiet"
            icon={<X aria-hidden="true" />}
            onClick={() => void choose({ ownFrom: null, ownTo: null })}
          >
            {search.ownFrom === search.ownTo || !search.ownFrom || !search.ownTo
              ? t('ownDay', { day: day(search.ownFrom ?? search.ownTo ?? '') })
              : t('ownDays', { from: day(search.ownFrom), to: day(search.ownTo) })}
          </Button>
        ) : null}
        {isFiltered ? (
          <Button kind="quiet" icon={<X aria-hidden="true" />} onClick={clear}>
            {t('clear')}
          </Button>
        ) : null}
        {isExported ? (
          <a href={exportHref} download className={buttonClass('outlined')}>
            <Download aria-hidden="true" />
            {t('export')}
          </a>
        ) : null}
        {isExported ? (
          <a href={`${exportHref}&format=parquet`} download className={buttonClass('outlined')}>
            <Download aria-hidden="true" />
            {t('exportParquet')}
          </a>
        ) : null}
      </span>
    </div>
  );
}

function ContextFilter({ value, onValue }: { value: string | null; onValue: (value: string | null) => void }) {
  const t = useTranslations('predictions.filters');
  const [draft, setDraft] = useState(value ?? '');
  const [isBad, setIsBad] = useState(false);
  const settle = () => {
    const read = readContextFilter(draft);
    setIsBad(draft.trim() !== '' && read === null);
    if (read !== null || draft.trim() === '') onValue(read);
  };
  return (
    <form
      className="w-56 max-md:w-full"
      onSubmit={(event) => {
        event.preventDefault();
        settle();
      }}
    >
      <Field label={t('context')} error={isBad ? t('contextBad') : undefined}>
        <Input
          value={draft}
          placeholder={t('contextPlaceholder')}
          leading={<Search aria-hidden="true" />}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={settle}
        />
      </Field>
    </form>
  );
}
