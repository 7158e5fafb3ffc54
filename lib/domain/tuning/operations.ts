import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { ByVersion } from '../registry';
import {
  PreviewSettings,
  ProposeSettings,
  SaveSettings,
  SettingsPreview,
  SettingsProposal,
  UndoSettings,
  VersionSettings,
} from './schema';

const PATH = '/api/models/{model}/versions/{number}/settings';
/** Of an administrator where a second person approves what answers calls. */
const Override = z.object({ override: z.string().min(3).max(500).optional() });

export const getSettingsOperation = operation({
  method: 'GET',
  path: PATH,
  summary: 'What is done to the answers of a version, and its history',
  access: 'version.view',
  params: ByVersion,
  reply: VersionSettings,
});
export const saveSettingsOperation = operation({
  method: 'PUT',
  path: PATH,
  summary: 'Put a threshold, class weights, a calibration, an abstain band or units in force from the next call on',
  access: 'version.manage',
  params: ByVersion,
  query: Override,
  body: SaveSettings,
  reply: VersionSettings,
  alsoStatuses: [409],
});
export const undoSettingsOperation = operation({
  method: 'POST',
  path: `${PATH}/undo`,
  summary: 'Put earlier settings in force again; 0 is the file as it is',
  access: 'version.manage',
  params: ByVersion,
  query: Override,
  body: UndoSettings,
  reply: VersionSettings,
  alsoStatuses: [409],
});
export const previewSettingsOperation = operation({
  method: 'POST',
  path: `${PATH}/preview`,
  summary: 'What a version would have answered in the last days by other settings; nothing is changed',
  access: 'version.manage',
  params: ByVersion,
  body: PreviewSettings,
  reply: SettingsPreview,
});
export const proposeSettingsOperation = operation({
  method: 'POST',
  path: `${PATH}/proposal`,
  summary: 'Settings learnt from the first half of the labelled days and told on the other half; nothing is changed',
  access: 'version.manage',
  params: ByVersion,
  body: ProposeSettings,
  reply: SettingsProposal,
  alsoStatuses: [409],
});

export const TUNING_OPERATIONS: readonly Operation[] = [
  getSettingsOperation,
  saveSettingsOperation,
  undoSettingsOperation,
  previewSettingsOperation,
  proposeSettingsOperation,
];
