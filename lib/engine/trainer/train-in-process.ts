import 'server-only';
import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { CrossValidation } from '@/lib/pure/trainers/cross-validate';
import type { Predictions } from '@/lib/pure/trainers/fitted-model';
import type { SplitBy } from '@/lib/pure/trainers/split-rows';
import type { TrainedModel, TrainingProgress } from '@/lib/pure/trainers/train-model';
import type { RefusalCode } from '@/lib/pure/trainers/training-refused';
import type { TrainingSettings } from '@/lib/pure/trainers/training-settings';
import type { TrainingTable } from '@/lib/pure/trainers/training-table';

export const TRAINER = '.build/trainer.mjs';

const HEAP_MB = 2048;

export interface TrainerTask {
  table: TrainingTable;
  settings: TrainingSettings;
  /** Folds that judge the settings before all rows are learnt; 0: none. */
  folds: number;
  /** How folds are parted; null: by what the table has. */
  splitBy: SplitBy | null;
  /** Rows of the table whose predictions come back, so that the file can be held against them. */
  sample: Uint32Array;
}

/** Where a training is: in a fold that is judged, from 0, or null in the model that stays. */
export type TrainerStage = { fold: number | null } & TrainingProgress;

export interface TrainerResult {
  model: Omit<TrainedModel, 'predict' | 'fitted'>;
  crossValidation: CrossValidation | null;
  /** How much the loss of the training rows grows when a column is shuffled. */
  importance: { column: string; mean: number }[];
  /** Of the rows of the sample, in their order. */
  predictions: Predictions;
}

export type TrainerMessage =
  | 'learns'
  | { stage: TrainerStage }
  | { refused: { code: RefusalCode; column: string | null; numbers: Record<string, number> } }
  | { result: TrainerResult };

/** The rows or the settings cannot be trained on. */
export class TrainerRefused extends Error {
  constructor(readonly refusal: { code: RefusalCode; column: string | null; numbers: Record<string, number> }) {
    super(`the trainer refused: ${refusal.code}`);
    this.name = 'TrainerRefused';
  }
}

/** The process ended without a result: by its time, or by itself. */
export class TrainerEnded extends Error {
  constructor(readonly why: 'time' | 'died') {
    super(why === 'time' ? 'the training took longer than it may' : 'the process of the training ended');
    this.name = 'TrainerEnded';
  }
}

/**
 * Trains in a process of its own. Rejects with TrainerRefused, with TrainerEnded after `withinMs` or where the process dies, and with the
 * signal's reason where that is aborted; the process is gone in each case.
 */
export async function trainInProcess(
  task: TrainerTask,
  watch: { withinMs: number; signal: AbortSignal; onLearn: () => void; onStage: (stage: TrainerStage) => void },
): Promise<TrainerResult> {
  watch.signal.throwIfAborted();
  const child = fork(path.resolve(/* turbopackIgnore: true */ TRAINER), {
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    env: { NODE_ENV: 'production' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // A child that died while it was written to: its end says so.
  child.on('error', () => {});
  try {
    return await listen(child, task, watch);
  } finally {
    child.kill('SIGKILL');
  }
}

function listen(
  child: ChildProcess,
  task: TrainerTask,
  watch: { withinMs: number; signal: AbortSignal; onLearn: () => void; onStage: (stage: TrainerStage) => void },
): Promise<TrainerResult> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(() => reject(new TrainerEnded('time'))), watch.withinMs);
    const aborted = () => end(() => reject(watch.signal.reason));
    const end = (settle: () => void) => {
      clearTimeout(timer);
      watch.signal.removeEventListener('abort', aborted);
      child.removeAllListeners('message');
      settle();
    };
    watch.signal.addEventListener('abort', aborted, { once: true });
    child.once('exit', () => end(() => reject(new TrainerEnded('died'))));
    child.on('message', (given) => {
      // Our own program wrote it.
      const message = given as TrainerMessage;
      if (message === 'learns') watch.onLearn();
      else if ('stage' in message) watch.onStage(message.stage);
      else if ('refused' in message) end(() => reject(new TrainerRefused(message.refused)));
      else end(() => resolve(message.result));
    });
    child.send(task, () => {});
  });
}
