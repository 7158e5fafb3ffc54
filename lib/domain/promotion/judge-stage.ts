import type { GuardView } from './schema';

/** hold: its time is not over; wait: for calls enough, or for a person; pause: it asks a person from now on; pass: the next stage may begin. */
export type StageVerdict = 'hold' | 'wait' | 'pause' | 'pass';

/**
 * Whether a stage is over, by a look at which no guard was broken: its time has passed and every guard that is waited for has enough to tell.
 * One that waited for longer than it may, or that asks a person already, never goes on by itself. Milliseconds.
 */
export function judgeStage(of: {
  heldMs: number;
  holdMs: number;
  /** So long it waits at most when its time is over. */
  waitMs: number;
  isPaused: boolean;
  views: readonly Pick<GuardView, 'verdict' | 'isAwaited'>[];
}): StageVerdict {
  if (of.isPaused) return 'wait';
  if (of.heldMs < of.holdMs) return 'hold';
  if (!of.views.some(isWaitedFor)) return 'pass';
  return of.heldMs < of.holdMs + of.waitMs ? 'wait' : 'pause';
}

/** A guard that has too little to tell, and for which a stage waits. */
export const isWaitedFor = ({ verdict, isAwaited }: Pick<GuardView, 'verdict' | 'isAwaited'>): boolean =>
  verdict === 'few' && isAwaited;
