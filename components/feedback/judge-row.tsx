'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Note } from '@/components/ui/note';
import { useTranslations } from '@/components/ui/use-translations';
import type { StandingVerdict } from './judge-draft';
import { type Judgeable, JudgeForm } from './judge-form';
import { giveFeedback, withdrawFeedback } from './queries';
import { WithdrawButton } from './withdraw-button';

export interface JudgedRow extends Judgeable {
  rowId: string;
  /** What the person has said of it; a review may have settled the row since. */
  own?: (StandingVerdict & { isSettled: boolean }) | null;
}

/** The verdict of somebody who is signed in, on a row of the log: given, changed, withdrawn. */
export function JudgeRow({ project, row }: { project: string; row: JudgedRow }) {
  const t = useTranslations('feedback.judge');
  const router = useRouter();
  const [own, setOwn] = useState<StandingVerdict | null>(row.own ?? null);
  const [withdrawals, setWithdrawals] = useState(0);
  if (row.own?.isSettled)
    return (
      <Note kind="locked" title={t('settled')}>
        {t('settledHint')}
      </Note>
    );
  return (
    <>
      {withdrawals > 0 && own === null ? (
        <div className="mb-4">
          <Note kind="ok">{t('withdrawn')}</Note>
        </div>
      ) : null}
      <JudgeForm
        // Withdrawn, it begins anew.
        key={withdrawals}
        row={row}
        standing={own}
        keep={async (said) => {
          setOwn(await giveFeedback(project, row.rowId, said));
          router.refresh();
        }}
        sentActions={
          own ? (
            <WithdrawButton
              withdraw={() => withdrawFeedback(project, own.id)}
              onWithdrawn={() => {
                setOwn(null);
                setWithdrawals((before) => before + 1);
                router.refresh();
              }}
            />
          ) : null
        }
      />
    </>
  );
}
