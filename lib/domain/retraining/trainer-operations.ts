import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { Version } from '../registry/schema';
import { Claim, ClaimRun, ClaimState, GivenUp, TrainerNotes } from './schema';

const ByClaim = z.object({ claim: z.uuid() });
const Format = z.object({ format: z.enum(['csv', 'parquet']).default('csv') });
const ROWS = { contentType: 'text/csv', description: 'The rows as CSV, or as a Parquet file.' };
const FILE = {
  contentType: 'application/octet-stream',
  description: 'The ONNX file, with its sha256 in the header x-sha256.',
};
/** A long training says much at once. */
export const NOTES_BYTES = 1024 * 1024;
const NO_CONTENT = z.undefined();

/** What trainers outside call: scripts with a key below `training-claims`, pipelines with a signature below `training-callbacks`. */
export const claimRunOperation = operation({
  method: 'POST',
  path: '/api/training-claims',
  summary: 'Take the training run that waits for a trainer outside; 204 where none does',
  access: 'training.manage',
  body: ClaimRun,
  reply: Claim,
});
export const readClaimRowsOperation = operation({
  method: 'GET',
  path: '/api/training-claims/{claim}/dataset',
  summary: 'The rows that a claimed training run learns from',
  access: 'training.manage',
  params: ByClaim,
  query: Format,
  reply: ROWS,
});
export const noteClaimOperation = operation({
  method: 'POST',
  path: '/api/training-claims/{claim}/notes',
  summary: 'Say what a trainer does: lines, progress, measures, environment',
  access: 'training.manage',
  params: ByClaim,
  body: TrainerNotes,
  bodyLimit: NOTES_BYTES,
  reply: ClaimState,
});
export const handInClaimOperation = operation({
  method: 'PUT',
  path: '/api/training-claims/{claim}/model',
  summary: 'Hand in the file of a training run; it is checked, and ends the run with a version',
  access: 'training.manage',
  params: ByClaim,
  rawBody: FILE,
  reply: Version,
  status: 201,
  alsoStatuses: [409],
});
export const giveUpClaimOperation = operation({
  method: 'POST',
  path: '/api/training-claims/{claim}/failure',
  summary: 'End a training run that its trainer could not bring to an end',
  access: 'training.manage',
  params: ByClaim,
  body: GivenUp,
  reply: NO_CONTENT,
  status: 204,
});
export const readCallbackRowsOperation = operation({
  method: 'GET',
  path: '/api/training-callbacks/{claim}/dataset',
  summary: 'The rows that a claimed training run learns from; for a pipeline, signed',
  access: 'open',
  params: ByClaim,
  query: Format,
  reply: ROWS,
});
export const noteCallbackOperation = operation({
  method: 'POST',
  path: '/api/training-callbacks/{claim}/notes',
  summary: 'Say what a trainer does: lines, progress, measures, environment; for a pipeline, signed',
  access: 'open',
  params: ByClaim,
  rawBody: {
    contentType: 'application/json',
    description: 'lines, progress, measures and environment, signed as a whole.',
  },
  reply: ClaimState,
});
export const handInCallbackOperation = operation({
  method: 'PUT',
  path: '/api/training-callbacks/{claim}/model',
  summary: 'Hand in the file of a training run; it is checked, and ends the run with a version; for a pipeline, signed',
  access: 'open',
  params: ByClaim,
  rawBody: FILE,
  reply: Version,
  status: 201,
  alsoStatuses: [409],
});
export const giveUpCallbackOperation = operation({
  method: 'POST',
  path: '/api/training-callbacks/{claim}/failure',
  summary: 'End a training run that its trainer could not bring to an end; for a pipeline, signed',
  access: 'open',
  params: ByClaim,
  rawBody: { contentType: 'application/json', description: 'message: why, signed as a whole.' },
  reply: NO_CONTENT,
  status: 204,
});

export const TRAINER_OPERATIONS: readonly Operation[] = [
  claimRunOperation,
  readClaimRowsOperation,
  noteClaimOperation,
  handInClaimOperation,
  giveUpClaimOperation,
  readCallbackRowsOperation,
  noteCallbackOperation,
  handInCallbackOperation,
  giveUpCallbackOperation,
];
