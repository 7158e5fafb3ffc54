'use client';
import { Ban, FlaskConical, GraduationCap, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { Markdown } from '@/components/ui/markdown';
import { Panel } from '@/components/ui/panel';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ReviewItem } from '@/lib/domain/review/schema';

/** What saving leads to, and how to decide. */
export function WhatFollows({ item }: { item: ReviewItem }) {
  const t = useTranslations('review.follows');
  const format = useFormat();
  const isExam = item.destination === 'exam';
  const rows = format.number(item.destinationRows + 1);
  const left = item.reviewsWanted - item.reviewsDone;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Panel>
        <h2 className="text-md font-semibold">{t('title')}</h2>
        <ul className="mt-3 flex flex-col gap-3 text-sm text-ink-2">
          <Line icon={<Users aria-hidden="true" />}>
            {item.state === 'disputed'
              ? t('settles')
              : left <= 1
                ? item.reviewsWanted === 1
                  ? t('alone')
                  : t('last', { n: item.reviewsWanted })
                : t('more', { n: left - 1 })}
          </Line>
          <Line icon={isExam ? <FlaskConical aria-hidden="true" /> : <GraduationCap aria-hidden="true" />}>
            {isExam ? t('exam', { n: rows }) : t('train', { n: rows })}{' '}
            {item.entity === null ? t('byRow') : t('byEntity', { entity: item.entity })}
          </Line>
          {isExam ? <Line icon={<Ban aria-hidden="true" />}>{t('neverTrained')}</Line> : null}
        </ul>
      </Panel>
      {item.queue.instructions ? (
        <Panel>
          <h2 className="text-md font-semibold">{t('instructions')}</h2>
          <Markdown text={item.queue.instructions} className="text-sm!" />
        </Panel>
      ) : null}
    </div>
  );
}

const Line = ({ icon, children }: { icon: ReactNode; children: ReactNode }) => (
  <li className="flex gap-2.5 [&>svg]:mt-0.5 [&>svg]:shrink-0 [&>svg]:text-ink-3">
    {icon}
    <span>{children}</span>
  </li>
);
