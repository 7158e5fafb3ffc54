import type { Ctx } from '@/lib/platform/context';
import type { Pinned, RoundLoss, RunStep } from './schema';
import { noteRun, type StoredRun } from './store-runs';

export const LEASE_MS = 30_000;
const WRITE_EVERY_MS = 1000;

/** The lease was lost: another worker has the run now. */
export class LeaseLost extends Error {}
/** Somebody stopped the run. */
export class RunStopped extends Error {}

export interface RunNotebook {
  /** Ends the step that is on and begins the next. */
  begin: (step: RunStep['name'], progress: number) => void;
  say: (text: string) => void;
  progress: (part: number, loss?: RoundLoss) => void;
  pin: (pinned: Pinned) => void;
  /** Writes what is open. Throws LeaseLost or RunStopped. */
  write: () => Promise<void>;
  /** Ends the last step and writes all. */
  close: () => Promise<void>;
}

/**
 * What a run says while it works, written once a second together with its lease. `ending` is aborted where the lease is lost or somebody
 * stops the run.
 */
export function openNotebook(ctx: Ctx, run: StoredRun, lease: string, ending: AbortController): RunNotebook {
  const steps: RunStep[] = [];
  const losses: RoundLoss[] = [];
  let lines: { at: Date; text: string }[] = [];
  let pinned: Pinned | null = null;
  let progress = 0;
  let writing: Promise<void> = Promise.resolve();
  const say = (text: string) => void lines.push({ at: ctx.now(), text: text.slice(0, 1000) });
  const endStep = () => {
    const last = steps.at(-1);
    if (last && last.endedAt === null) last.endedAt = ctx.now().toISOString();
  };
  async function writeNow(): Promise<void> {
    const given = lines;
    lines = [];
    const kept = await noteRun(
      ctx,
      { id: run.id, projectId: run.projectId, lease },
      { steps, losses, progress, pinned, lines: given },
      LEASE_MS,
    ).catch((error: unknown) => {
      lines = [...given, ...lines];
      throw error;
    });
    if (kept === null) ending.abort(new LeaseLost());
    else if (kept.cancelled) ending.abort(new RunStopped());
  }
  const write = () => {
    writing = writing.catch(() => {}).then(writeNow);
    return writing;
  };
  let failedMs: number | null = null;
  const timer = setInterval(() => {
    write().then(
      () => {
        failedMs = null;
      },
      () => {
        // A database that is away for a moment is waited for; after that another worker may have taken the run.
        failedMs ??= performance.now();
        if (performance.now() - failedMs > LEASE_MS) ending.abort(new LeaseLost());
      },
    );
  }, WRITE_EVERY_MS);
  return {
    begin(step, part) {
      endStep();
      steps.push({ name: step, startedAt: ctx.now().toISOString(), endedAt: null });
      progress = part;
    },
    say,
    progress(part, loss) {
      progress = part;
      if (loss) losses.push(loss);
    },
    pin(given) {
      pinned = given;
    },
    async write() {
      await write();
      ending.signal.throwIfAborted();
    },
    async close() {
      clearInterval(timer);
      endStep();
      await write();
    },
  };
}
