'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { modelHref } from '@/components/shell/addresses';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { SectionHeading } from '@/components/ui/panel';
import { Table } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Blame } from '@/lib/domain/replay/schema';
import { replayQueries } from './queries';

const SHA_CHARACTERS = 12;

/** Asks the version that answered a row again, and every other one. */
export function BlamePanel({ project, model, rowId }: { project: string; model: string; rowId: string }) {
  const t = useTranslations('replay.blame');
  const [isAsked, setIsAsked] = useState(false);
  const blame = useQuery({ ...replayQueries.blame(project, rowId), enabled: isAsked });
  return (
    <>
      <SectionHeading level={3} title={t('title')} />
      <p className="mb-3 text-sm text-ink-2">{t('hint')}</p>
      {blame.data ? (
        <Answers project={project} model={model} blame={blame.data} />
      ) : (
        <Button busy={blame.isFetching} onClick={() => (isAsked ? void blame.refetch() : setIsAsked(true))}>
          {t('ask')}
        </Button>
      )}
      {blame.error ? <InlineError error={blame.error} title={t('notDone')} /> : null}
    </>
  );
}

function Answers({ project, model, blame }: { project: string; model: string; blame: Blame }) {
  const t = useTranslations('replay.blame');
  const format = useFormat();
  const changes = blame.versions.filter(({ isChange }) => isChange).map(({ version }) => version);
  const earlierOf = (version: number) =>
    blame.versions.findLast((candidate) => candidate.version < version && candidate.answer !== null)?.version;
  return (
    <div className="flex flex-col gap-3">
      <Note kind={blame.again === 'same-bits' || blame.again === 'same-answer' ? 'info' : 'warn'}>
        {t(`again.${blame.again}`, {
          version: blame.version,
          sha: blame.file.sha256.slice(0, SHA_CHARACTERS),
          difference: blame.largestDifference === null ? t('noNumbers') : format.figures(blame.largestDifference, 2),
        })}
      </Note>
      {blame.versions.length > 0 ? (
        <>
          <Table
            label={t('title')}
            rows={blame.versions.toReversed()}
            rowKey={({ version }) => String(version)}
            tight
            phone="scroll"
            columns={[
              {
                key: 'version',
                header: t('version'),
                cell: ({ version }) => (
                  <span>
                    v{version}
                    {version === blame.version ? (
                      <span className="block text-xs text-ink-3">{t('answered')}</span>
                    ) : null}
                  </span>
                ),
              },
              {
                key: 'answer',
                header: t('answer'),
                cell: ({ answer, share, lack }) =>
                  answer === null ? (
                    <span className="text-ink-3">{t(`lack.${lack ?? 'refused'}`)}</span>
                  ) : (
                    <span className="[overflow-wrap:anywhere]">
                      {answer}
                      {share === null ? null : <span className="text-ink-3"> {format.percent(share)}</span>}
                    </span>
                  ),
              },
              {
                key: 'change',
                header: '',
                cell: ({ version, isChange }) => {
                  const earlier = isChange ? earlierOf(version) : undefined;
                  return earlier === undefined ? null : (
                    <span className="text-xs">
                      {t('change')}{' '}
                      <TextLink href={`${modelHref(project, model)}/compare?a=${earlier}&b=${version}`}>
                        {t('compare')}
                      </TextLink>
                    </span>
                  );
                },
              },
            ]}
          />
          <p className="text-sm text-ink-2">
            {changes.length === 0 ? t('never') : t('since', { versions: changes.join(', ') })}
          </p>
        </>
      ) : null}
    </div>
  );
}
