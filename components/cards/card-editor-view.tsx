'use client';
import { useQuery } from '@tanstack/react-query';
import { QueryPanel } from '@/components/shell/query-panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useTranslations } from '@/components/ui/use-translations';
import { CardEditor } from './card-editor';
import type { CardPlace } from './card-reader';
import { cardQueries } from './queries';

export function CardEditorView({ place }: { place: CardPlace }) {
  const t = useTranslations('cards');
  const query = useQuery(cardQueries.detail(place.of));
  return (
    <QueryPanel query={query} errorTitle={t('notLoaded')} skeleton={<SkeletonRows rows={12} />}>
      {(view) => <CardEditor key={place.of.number} place={place} view={view} />}
    </QueryPanel>
  );
}
