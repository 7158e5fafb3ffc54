import { headers } from 'next/headers';
import { FullPageMessage } from '@/components/shell/full-page-message';
import { getTranslations } from '@/components/shell/translations';

export default async function NotFound() {
  const [t, head] = await Promise.all([getTranslations('shell'), headers()]);
  return (
    <FullPageMessage
      title={t('notFound.title')}
      sentence={t('notFound.sentence')}
      action={{ label: t('notFound.action'), href: '/' }}
      requestId={head.get('x-request-id') ?? undefined}
    />
  );
}
