'use client';
import { TextLink } from '@/components/ui/text-link';
import { useTranslations } from '@/components/ui/use-translations';
import { Refusal } from './refusal';

export function JoinRefusal({ error, token }: { error: unknown; token: string }) {
  const t = useTranslations('people.invite');
  return (
    <Refusal
      error={error}
      title={t('failed')}
      sentences={{
        expired: t('closed.expired'),
        revoked: t('closed.revoked'),
        accepted: t('closed.accepted'),
        unknown: t('closed.unknown'),
        other_email: t('otherEmail'),
        email_taken: (
          <>
            {t('emailTaken')}{' '}
            <TextLink tone="ink" href={`/sign-in?next=${encodeURIComponent(`/invite/${token}`)}`}>
              {t('signIn')}
            </TextLink>
          </>
        ),
        already_member: (
          <>
            {t('alreadyMember')}{' '}
            <TextLink tone="ink" href="/">
              {t('toProjects')}
            </TextLink>
          </>
        ),
      }}
    />
  );
}
