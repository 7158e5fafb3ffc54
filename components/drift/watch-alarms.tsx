'use client';
import { useNamed } from '@/components/shell/use-named';
import { Panel } from '@/components/ui/panel';
import { State } from '@/components/ui/state';
import { type Column, Table } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { DriftWatch, MovedColumn } from '@/lib/domain/drift/schema';
import { noonOf } from '@/lib/pure/calendar/noon-of';
import { type DriftEpisode, episodesOf, isShare } from './prepare-watch';

const FIRST_SHOWN = 10;

/** The alarms with what moved, the newest first. */
export function WatchAlarms({
  watch,
  rowsHref,
}: {
  watch: DriftWatch;
  /** Where the rows of watched days are; a report leads nowhere. */
  rowsHref?: (from: string, to: string) => string;
}) {
  const t = useTranslations('drift.watch.alarms');
  const format = useFormat();
  const episodes = episodesOf(watch.days);
  const columns: Column<DriftEpisode>[] = [
    {
      key: 'days',
      header: t('days'),
      cell: ({ from, to, days, isOpen }) => (
        <span>
          <span className="block font-semibold">
            {from === to
              ? format.day(noonOf(from))
              : t('span', { from: format.day(noonOf(from)), to: format.day(noonOf(to)) })}
          </span>
          <span className="block text-xs text-ink-3">
            {t('length', { days })}
            {isOpen ? `, ${t('open')}` : ''}
          </span>
        </span>
      ),
    },
    {
      key: 'moved',
      header: t('moved'),
      cell: ({ worst }) => (
        <ul className="flex flex-col gap-1 py-2">
          {worst.moved.map((moved) => (
            <li key={`${moved.kind}/${moved.name}`}>
              <Moved moved={moved} />
            </li>
          ))}
        </ul>
      ),
    },
    {
      key: 'p',
      header: t('p'),
      align: 'right',
      cell: ({ worst }) => (
        <span>
          {worst.p === null ? '–' : format.pValue(worst.p)}
          <span className="block text-xs text-ink-3">{t('window', { days: worst.window ?? 1 })}</span>
        </span>
      ),
    },
    {
      key: 'rows',
      header: t('rows'),
      align: 'right',
      cell: ({ from, to, rows }) =>
        rowsHref && rows > 0 ? (
          <TextLink href={rowsHref(from, to)}>{format.number(rows)}</TextLink>
        ) : (
          format.number(rows)
        ),
    },
  ];
  if (episodes.length === 0)
    return (
      <Panel>
        <State kind="ok">{t('none')}</State>
      </Panel>
    );
  return (
    <Panel flush>
      <Table label={t('title')} columns={columns} rows={episodes.slice(0, FIRST_SHOWN)} rowKey={({ from }) => from} />
    </Panel>
  );
}

function Moved({ moved }: { moved: MovedColumn }) {
  const t = useTranslations('drift.watch.kinds');
  const format = useFormat();
  const named = useNamed()(moved);
  const name = moved.isAnswer ? t('answer') : named.title || named.name;
  const write = (value: number) =>
    isShare(moved)
      ? format.percent(value)
      : moved.kind === 'classifier'
        ? format.score(value)
        : format.number(value, { digits: 2, sign: true });
  return (
    <span className={moved.isBeyond ? undefined : 'text-ink-3'}>
      {t(moved.kind, {
        column: name,
        category: moved.category ?? '',
        now: write(moved.current),
        before: write(moved.reference),
      })}{' '}
      <span className="whitespace-nowrap text-xs text-ink-3">
        {t('z', { z: format.number(moved.z, { digits: 1, sign: true }) })}
      </span>
      {moved.blamed.length > 0 ? (
        <span className="block text-xs text-ink-2">{t('blamed', { columns: moved.blamed.join(', ') })}</span>
      ) : null}
    </span>
  );
}
