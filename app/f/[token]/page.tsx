import type { Metadata } from 'next';
import { visitorCtx } from '@/app/session';
import { ClosedLinkView, LinkView } from '@/components/feedback/link-view';
import { getTranslations } from '@/components/shell/translations';
import { getLinkedRow } from '@/lib/domain/feedback';
import { requiredEnv } from '@/lib/platform/env';
import { isAppError } from '@/lib/platform/errors';

export async function generateMetadata(): Promise<Metadata> {
  // The address holds the token: it must not travel to another site in a Referer.
  return { title: (await getTranslations('feedback.link'))('title'), referrer: 'same-origin' };
}

export default async function FeedbackLinkPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const row = await getLinkedRow(await visitorCtx(), { token, secret: requiredEnv('INTERNAL_SECRET') }).catch(
    (error: unknown) => {
      if (isAppError(error) && (error.code === 'not_found' || error.code === 'conflict')) return error;
      throw error;
    },
  );
  if (isAppError(row)) return <ClosedLinkView reason={row.reason} />;
  return <LinkView token={token} row={row} />;
}
