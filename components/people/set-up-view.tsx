'use client';
import { VisitorFrame } from '@/components/shell/visitor-frame';
import { LinkButton } from '@/components/ui/link-button';
import { Note } from '@/components/ui/note';
import { useTranslations } from '@/components/ui/use-translations';
import { SetUpForm } from './set-up-form';

export function SetUpView({ isOpen, token }: { isOpen: boolean; token: string | null }) {
  const t = useTranslations('people.setUp');
  if (!isOpen)
    return (
      <VisitorFrame title={t('doneTitle')} sentence={t('doneSentence')}>
        <LinkButton kind="main" size="lg" href="/sign-in">
          {t('signIn')}
        </LinkButton>
      </VisitorFrame>
    );
  if (!token)
    return (
      <VisitorFrame title={t('title')}>
        <Note kind="warn" title={t('noTokenTitle')}>
          {t('noToken')}
        </Note>
      </VisitorFrame>
    );
  return (
    <VisitorFrame title={t('title')} sentence={t('sentence')}>
      <SetUpForm token={token} />
    </VisitorFrame>
  );
}
