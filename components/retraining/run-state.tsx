'use client';
import { State, type StateKind } from '@/components/ui/state';
import { useTranslations } from '@/components/ui/use-translations';
import type { RunState as Name } from '@/lib/domain/retraining/schema';

const KINDS: Record<Name, StateKind> = {
  waiting: 'off',
  running: 'busy',
  offered: 'off',
  claimed: 'busy',
  finished: 'ok',
  failed: 'bad',
  stopped: 'stopped',
};

/** State of a training run. */
export function RunState({
  run: { state, isStopping },
  pill = false,
}: {
  run: { state: Name; isStopping: boolean };
  pill?: boolean;
}) {
  const t = useTranslations('retraining.states');
  return (
    <State kind={KINDS[state]} pill={pill}>
      {isStopping ? t('stopping') : t(state)}
    </State>
  );
}
