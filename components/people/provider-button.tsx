'use client';
import { useMutation } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { FormError } from '@/components/ui/note';
import { useTranslations } from '@/components/ui/use-translations';
import { signInByProvider } from './enter';

export function ProviderButton({ name, next }: { name: string; next: string }) {
  const t = useTranslations('people.signIn');
  const start = useMutation({ mutationFn: () => signInByProvider(next) });
  return (
    <div className="flex flex-col gap-4">
      <p className="flex items-center gap-3 text-xs text-ink-3 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t('or')}
      </p>
      <FormError>{start.isError ? t('providerFailed', { name }) : null}</FormError>
      <Button size="lg" busy={start.isPending || start.isSuccess} onClick={() => start.mutate()}>
        {t('provider', { name })}
      </Button>
    </div>
  );
}
