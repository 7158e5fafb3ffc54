'use client';
import { useState } from 'react';
import { VisitorFrame } from '@/components/shell/visitor-frame';
import { Note } from '@/components/ui/note';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { LinkedRow, NewFeedback } from '@/lib/domain/feedback/schema';
import { api, apiResponse } from '@/lib/platform/http/client';
import type { StandingVerdict } from './judge-draft';
import { JudgeForm } from './judge-form';
import { WithdrawButton } from './withdraw-button';

/** Asks the holder of a link about one answer, or shows what they said, to be changed or withdrawn. */
export function LinkView({ token, row }: { token: string; row: LinkedRow }) {
  const t = useTranslations('feedback.link');
  const judge = useTranslations('feedback.judge');
  const format = useFormat();
  const [given, setGiven] = useState<StandingVerdict | null>(row.given);
  const [isWithdrawn, setIsWithdrawn] = useState(false);
  const path = `/api/feedback-links/${encodeURIComponent(token)}`;
  return (
    <VisitorFrame title={t('heading', { model: row.model })} sentence={t('sentence')}>
      {row.answer ? (
        <p className="text-md">
          {t('answer')}{' '}
          <b className="font-semibold">
            {row.answer}
            {row.unit ? ` ${row.unit}` : ''}
          </b>
        </p>
      ) : null}
      {isWithdrawn ? (
        <Note kind="ok">{t('withdrawn')}</Note>
      ) : row.given?.isSettled ? (
        <Note kind="locked" title={judge('settled')}>
          {judge('settledHint')}
        </Note>
      ) : (
        <>
          {given ? <Note kind="info">{t('given', { time: format.exact(row.expiresAt) })}</Note> : null}
          <JudgeForm
            row={{ ...row, canMail: false }}
            standing={given}
            keep={async (body: NewFeedback) => {
              await apiResponse(path, { method: given ? 'PUT' : 'POST', body });
              setGiven((await api<LinkedRow>(path)).given);
            }}
            sentActions={
              given ? (
                <WithdrawButton
                  withdraw={() => apiResponse(path, { method: 'DELETE' })}
                  onWithdrawn={() => setIsWithdrawn(true)}
                />
              ) : null
            }
          />
        </>
      )}
    </VisitorFrame>
  );
}

const REASONS = ['expired', 'used', 'withdrawn'] as const;

/** Why a link asks nothing any more; what is not known counts as an unknown link. */
export function ClosedLinkView({ reason }: { reason: string | undefined }) {
  const t = useTranslations('feedback.link');
  const known = REASONS.find((candidate) => candidate === reason) ?? 'unknown';
  return (
    <VisitorFrame title={t('closed')} sentence={t(`reasons.${known}`)}>
      {null}
    </VisitorFrame>
  );
}
