import { redirect } from 'next/navigation';
import { getSetUpState, listProjects } from '@/lib/domain/people';
import { requirePerson } from './page-context';
import { pageCtx, visitorCtx } from './session';

/** The start leads to the first project, or to where an installation without people begins. */
export default async function StartPage() {
  if ((await getSetUpState(await visitorCtx())).open) redirect('/setup');
  const { projects } = await listProjects(await pageCtx(await requirePerson()));
  const [first] = projects;
  redirect(first ? `/p/${first.slug}/models` : '/me');
}
