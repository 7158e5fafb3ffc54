'use client';
import { VisitorFrame } from '@/components/shell/visitor-frame';
import { Note } from '@/components/ui/note';
import { useTranslations } from '@/components/ui/use-translations';
import type { LinkedRow, NewFeedback } from '@/lib/domain/feedback/schema';
import { apiResponse } from '@/lib/platform/http/client';
import { JudgeForm } from './judge-form';

/** Asks the holder of a link about one answer. */
export function LinkView({ token, row }: { token: string; row: LinkedRow }) {
  const t = useTranslations('feedback.link');
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
      <JudgeForm
        row={{ ...row, canMail: false }}
        keep={(body: NewFeedback) =>
          apiResponse(`/api/feedback-links/${encodeURIComponent(token)}`, { method: 'POST', body })
        }
        thanks={<Note kind="ok">{t('thanks')}</Note>}
      />
    </VisitorFrame>
  );
}

const REASONS = ['expired', 'used'] as const;

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
