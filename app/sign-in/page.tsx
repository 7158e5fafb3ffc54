import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentPerson, visitorCtx } from '@/app/session';
import { safeNext } from '@/components/people/safe-next';
import { SignInView } from '@/components/people/sign-in-view';
import { getTranslations } from '@/components/shell/translations';
import { getSetUpState } from '@/lib/domain/people';
import { providerName } from '@/lib/platform/auth';

type Search = { next?: string | string[]; error?: string | string[] };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.signIn'))('title') };
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { next, error } = await searchParams;
  const target = safeNext(next);
  if (await currentPerson()) redirect(target);
  if ((await getSetUpState(await visitorCtx())).open) redirect('/setup');
  const refused = error === undefined ? null : error === 'AccessDenied' ? 'denied' : 'failed';
  return <SignInView next={target} provider={providerName()} refused={refused} />;
}
