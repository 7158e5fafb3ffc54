'use client';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { type Blocks, FEW_BLOCKS } from '@/lib/domain/performance/schema';
import { useSliceWords } from './use-slice-words';

/** What was counted, with its blocks; null in reports of before they were told. */
interface Counted {
  days: number;
  blocks: Blocks | null;
}

/** The smaller number of blocks. */
export const effectiveN = ({ days, blocks }: Counted): number => blocks?.effective.n ?? days;

/** Blocks of the kind that was asked for: with too few there are no intervals. */
export const drawnBlocks = ({ days, blocks }: Counted): number => blocks?.entity?.groups ?? days;

/** How blocks are written. */
export function useBlockWords({ days, blocks }: Counted) {
  const t = useTranslations('performance.blocks');
  const words = useSliceWords();
  const format = useFormat();
  const entity = blocks?.entity ?? null;
  const column = entity ? words.column(entity) : null;
  const name = column ?? '';
  const count = entity && (entity.isExact ? format.number(entity.blocks) : `≈ ${format.number(entity.blocks)}`);
  return {
    /** The name of what rows belong together by; null where it is the day alone. */
    column,
    /** "24 days", or "12 of context.entity". */
    effective:
      blocks?.effective.by === 'entity' ? t('ofEntity', { n: count ?? '', column: name }) : t('days', { days }),
    /** What all intervals of a section were drawn from. */
    meaning: entity
      ? t(entity.groups < FEW_BLOCKS ? 'meaningNone' : days < FEW_BLOCKS ? 'meaningFewDays' : 'meaning', {
          blocks: count ?? '',
          column: name,
          groups: entity.groups,
          days,
          effective: format.number(effectiveN({ days, blocks })),
          least: FEW_BLOCKS,
        })
      : null,
    /** In cells of large tables only days are named: what is not is drawn from the column. */
    exception: (by: 'day' | 'entity' | null): string | null => (entity && by === 'day' ? t('byDay') : null),
    /** What one interval was drawn from; null where it is the day alone. */
    by: (by: 'day' | 'entity' | null): string | null =>
      entity === null || by === null ? null : by === 'day' ? t('byDay') : t('byEntity', { column: name }),
  };
}
