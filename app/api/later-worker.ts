import { updatePerformance } from '@/lib/domain/performance';
import type { Ctx } from '@/lib/platform/context';
import { systemCtxOfTest } from './test-project';

const MINUTE_MS = 60_000;

/** A worker whose clock goes ahead of ours, so that days which rest are due. */
export function laterWorker() {
  let aheadMs = 0;
  const worker = (): Ctx => ({ ...systemCtxOfTest(), now: () => new Date(Date.now() + aheadMs) });
  const goAhead = (ms: number = MINUTE_MS) => {
    aheadMs += ms;
  };
  /** Looks at labelled days, of any project of this run, until none is due. */
  async function settle(laterMs?: number): Promise<void> {
    goAhead(laterMs);
    while (await updatePerformance(worker(), new AbortController().signal));
  }
  return {
    worker,
    goAhead,
    settle,
    /** Settles what tests before have left, on our clock and a minute. */
    async begin(): Promise<void> {
      aheadMs = 0;
      await settle();
    },
  };
}
