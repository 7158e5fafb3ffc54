import type { Metadata } from 'next';
import { visitorCtx } from '@/app/session';
import { SetUpView } from '@/components/people/set-up-view';
import { getTranslations } from '@/components/shell/translations';
import { getSetUpState } from '@/lib/domain/people';

export async function generateMetadata(): Promise<Metadata> {
  // The address holds the token: it must not travel to another site in a Referer.
  return { title: (await getTranslations('people.setUp'))('heading'), referrer: 'same-origin' };
}

export default async function SetUpPage({ searchParams }: { searchParams: Promise<{ t?: string | string[] }> }) {
  const { t } = await searchParams;
  const { open } = await getSetUpState(await visitorCtx());
  return <SetUpView isOpen={open} token={typeof t === 'string' && t !== '' ? t : null} />;
}
