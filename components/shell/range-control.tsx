'use client';
import { CalendarDays } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useNow, useTimeZone } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Popover } from '@/components/ui/popover';
import { Segmented } from '@/components/ui/segmented';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { type RangeName, rangeNames, readRange, type TimeWindow, writeRange } from './range';

/** The window in the address (`?range=7d`), resolved against the time of the page. */
export function useRange(fallback: RangeName = '7d') {
  const now = useNow();
  const [text, setText] = useQueryState(
    'range',
    parseAsString.withDefault(fallback).withOptions({ history: 'push', shallow: false }),
  );
  const resolved = readRange(text, now);
  return {
    text: resolved ? text : fallback,
    window: resolved ?? readRange(fallback, now) ?? { from: now, to: now },
    setText: (next: string) => void setText(next),
    setWindow: (next: TimeWindow) => void setText(writeRange(next)),
  };
}

function localText(moment: Date): string {
  const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

/** 1 h, 24 h, 7 d, 28 d, from – to. One control for every time page; the dates and the zone stand in its title. */
export function RangeControl({ fallback = '7d' }: { fallback?: RangeName }) {
  const t = useTranslations('shell.range');
  const format = useFormat();
  const zone = useTimeZone() ?? 'UTC';
  const range = useRange(fallback);
  const [isOpen, setIsOpen] = useState(false);
  const [draft, setDraft] = useState<{ from: string; to: string } | null>(null);
  const isNamed = rangeNames.some((name) => name === range.text);
  const words: Record<RangeName, string> = { '1h': t('h1'), '24h': t('h24'), '7d': t('d7'), '28d': t('d28') };
  const shown = t('shown', { from: format.dayTime(range.window.from), to: format.dayTime(range.window.to), zone });
  const typed = draft ?? { from: localText(range.window.from), to: localText(range.window.to) };
  const chosen = { from: new Date(typed.from), to: new Date(typed.to) };
  const isForward = chosen.from.getTime() < chosen.to.getTime();
  return (
    <div className="flex items-center gap-1.5" title={shown}>
      <Segmented
        label={t('label')}
        value={isNamed ? range.text : 'own'}
        onValue={(name) => range.setText(name)}
        choices={rangeNames.map((name) => ({ value: name as string, label: words[name] }))}
      />
      <Popover
        title={t('choose')}
        align="end"
        open={isOpen}
        onOpen={(open) => {
          setIsOpen(open);
          setDraft(null);
        }}
        trigger={
          <Button
            kind={isNamed ? 'quiet' : 'outlined'}
            icon={<CalendarDays aria-hidden="true" />}
            className="max-md:px-2!"
          >
            {isNamed ? (
              <span className="max-md:sr-only">{t('choose')}</span>
            ) : (
              `${format.day(range.window.from)} – ${format.day(range.window.to)}`
            )}
          </Button>
        }
      >
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (!isForward) return;
            range.setWindow(chosen);
            setIsOpen(false);
          }}
        >
          <Field label={t('from')}>
            <Input
              type="datetime-local"
              value={typed.from}
              onChange={(event) => setDraft({ ...typed, from: event.target.value })}
            />
          </Field>
          <Field label={t('to')} error={isForward ? undefined : t('reversed')}>
            <Input
              type="datetime-local"
              value={typed.to}
              onChange={(event) => setDraft({ ...typed, to: event.target.value })}
            />
          </Field>
          <Button kind="main" type="submit">
            {t('apply')}
          </Button>
        </form>
      </Popover>
    </div>
  );
}
