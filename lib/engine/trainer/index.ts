// Trainers of our own, in a process with limits.
// Promises that a training which hangs, or takes more memory than it may, costs its process at most, and that it ends with its worker.
export {
  TRAINER,
  TrainerEnded,
  type TrainerMessage,
  TrainerRefused,
  type TrainerResult,
  type TrainerStage,
  type TrainerTask,
  trainInProcess,
} from './train-in-process';
