import { redirect } from 'next/navigation';
import { requirePlace } from '@/app/page-context';

/** The settings begin with the first list that the person may open. */
export default async function SettingsPage({ params }: { params: Promise<{ project: string }> }) {
  const { project, may } = await requirePlace((await params).project, 'key.view');
  redirect(`/p/${project.slug}/settings/${may('people.view') ? 'people' : 'keys'}`);
}
