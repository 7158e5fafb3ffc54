'use client';
import { VisitorFrame } from '@/components/shell/visitor-frame';
import { FormError } from '@/components/ui/note';
import { useTranslations } from '@/components/ui/use-translations';
import { ProviderButton } from './provider-button';
import { SignInForm } from './sign-in-form';

/** `refused`: the provider sent somebody back, whom Implanta does not know or because something failed. */
export function SignInView({
  next,
  provider,
  refused,
}: {
  next: string;
  provider: string | null;
  refused: 'denied' | 'failed' | null;
}) {
  const t = useTranslations('people.signIn');
  return (
    <VisitorFrame title={t('title')}>
      <FormError>{refused && provider ? t(`refused.${refused}`, { name: provider }) : null}</FormError>
      <SignInForm next={next} />
      {provider ? <ProviderButton name={provider} next={next} /> : null}
    </VisitorFrame>
  );
}
