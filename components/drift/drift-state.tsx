'use client';
import { State, type StateKind } from '@/components/ui/state';
import { useTranslations } from '@/components/ui/use-translations';
import type { DriftState } from '@/lib/domain/drift/schema';

const kinds: Record<DriftState, StateKind> = {
  steady: 'ok',
  some: 'warn',
  much: 'bad',
  'few-rows': 'off',
  'no-data': 'off',
};

export function DriftStateWord({ state }: { state: DriftState }) {
  const t = useTranslations('drift.states');
  return <State kind={kinds[state]}>{t(state)}</State>;
}
