'use client';
import { State, type StateKind } from '@/components/ui/state';
import { useTranslations } from '@/components/ui/use-translations';
import type { PromotionState as Name } from '@/lib/domain/promotion/schema';

const KINDS: Record<Name, StateKind> = {
  asked: 'locked',
  rolling: 'busy',
  watching: 'busy',
  done: 'ok',
  rejected: 'bad',
  stopped: 'stopped',
  'rolled-back': 'bad',
};

/** State of a promotion. */
export function PromotionState({ state, pill = false }: { state: Name; pill?: boolean }) {
  const t = useTranslations('promotion.states');
  return (
    <State kind={KINDS[state]} pill={pill}>
      {t(state)}
    </State>
  );
}
