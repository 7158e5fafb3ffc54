import { type AppError, invalidInput } from '@/lib/platform/errors';
import type { NewReview } from './schema';

/** A task or record of a file, with what people said of its row. */
export interface ReadTask {
  /** Its place in the file, from 0. */
  at: number;
  rowId: string;
  reviews: readonly {
    /** Where in the file it is. */
    name: string;
    reviewer: { id: string; name: string };
    /** Null where nothing was decided. */
    decision: NewReview['decision'] | null;
    value: string | null;
    note: string;
    tookMs: number | null;
    /** Why it cannot be taken. */
    fault?: string;
  }[];
}

/** 422 for a task that is not of its format; tasks are counted from 1, as people do. */
export function readFault(at: number, issue: { path: readonly PropertyKey[]; message: string } | undefined): AppError {
  const name = [at, ...(issue?.path ?? [])].map(String).join('.');
  return invalidInput(name, `task ${at + 1}: ${issue?.message ?? 'it does not fit'}`, { reason: 'unreadable_task' });
}
