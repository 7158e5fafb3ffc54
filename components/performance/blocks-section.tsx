'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { Note } from '@/components/ui/note';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Performance } from '@/lib/domain/performance/schema';
import { BlockChooser } from './block-chooser';
import { blockSettingsQuery } from './queries';
import { useBlockWords } from './use-block-words';
import { useWindowText } from './use-measure-words';

/** Which rows are not independent of each other, and how many blocks that makes of them. */
export function BlocksSection({
  of,
  performance,
  mayChoose,
}: {
  of: { project: string; model: string };
  performance: Performance;
  mayChoose: boolean;
}) {
  const t = useTranslations('performance.blocks');
  const format = useFormat();
  const words = useBlockWords(performance);
  const shownWindow = useWindowText(performance).short;
  const [isChoosing, setChoosing] = useState(false);
  const { blocks, n, days } = performance;
  const entity = blocks?.entity ?? null;
  return (
    <Section label={t('title')}>
      <SectionHeading
        title={t('title')}
        hint={t('hint', { window: shownWindow, n: format.number(n), effective: words.effective })}
        actions={
          mayChoose && !isChoosing ? <Button onClick={() => setChoosing(true)}>{t('choose')}</Button> : undefined
        }
      />
      <div className="flex flex-col gap-4">
        {isChoosing ? <Chooser of={of} onDone={() => setChoosing(false)} /> : null}
        {blocks?.isPending ? (
          <Note kind="busy" title={t('pending')}>
            {t('pendingMeaning')}
          </Note>
        ) : null}
        <Panel>
          <p className="max-w-[96ch] text-sm text-ink-2">
            {words.meaning ?? t('daysOnly', { days })}{' '}
            {entity && entity.rowsWithout > 0 ? `${t('without', { rows: entity.rowsWithout })} ` : null}
            {t('otherRooms')}
          </p>
        </Panel>
      </div>
    </Section>
  );
}

function Chooser({ of, onDone }: { of: { project: string; model: string }; onDone: () => void }) {
  const t = useTranslations('performance.blocks');
  const query = useQuery(blockSettingsQuery(of.project, of.model));
  return (
    <QueryPanel query={query} errorTitle={t('errorTitle')} skeleton={<Skeleton className="h-32 w-full" />}>
      {(settings) => <BlockChooser of={of} settings={settings} onDone={onDone} />}
    </QueryPanel>
  );
}
