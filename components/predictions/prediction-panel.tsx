'use client';
import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { QueryPanel } from '@/components/shell/query-panel';
import { shortId } from '@/components/ui/format';
import { LinkButton } from '@/components/ui/link-button';
import { SidePanel } from '@/components/ui/side-panel';
import { useTranslations } from '@/components/ui/use-translations';
import { PredictionFacts } from './prediction-facts';
import { predictionQueries } from './queries';

/** The opened row beside the list; its own page has the form for feedback. */
export function PredictionPanel({
  project,
  rowId,
  closeHref,
}: {
  project: string;
  rowId: string | null;
  closeHref: string;
}) {
  const t = useTranslations('predictions.detail');
  const router = useRouter();
  const query = useQuery({ ...predictionQueries.detail(project, rowId ?? ''), enabled: rowId !== null });
  return (
    <SidePanel
      open={rowId !== null}
      onOpen={(open) => {
        if (!open) router.push(closeHref, { scroll: false });
      }}
      title={<code>{shortId(rowId ?? '')}</code>}
      actions={
        <LinkButton size="sm" href={`/p/${project}/predictions/${rowId}`} icon={<ExternalLink aria-hidden="true" />}>
          {t('open')}
        </LinkButton>
      }
    >
      <QueryPanel query={query}>{(detail) => <PredictionFacts detail={detail} project={project} narrow />}</QueryPanel>
    </SidePanel>
  );
}
