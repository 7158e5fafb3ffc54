// The registry: models, their versions and files, and what owners say about columns.
// Promises that a version never changes, that its file is the one whose sha256 it names, and that a half-checked file leaves nothing.
export { artifacts, removeFiles } from './artifacts';
export { changeTraffic } from './change-traffic';
export { type ColumnSlot, columnSlots, plainColumn } from './column-slots';
export { deploy } from './deploy';
export { findOverlay, getModel, getServedVersion, getVersion } from './get-model';
export { loadModel, unloadModel } from './load-model';
export { type ColumnMatch, matchColumns } from './match-columns';
export { describeModel } from './model-openapi';
export { deleteModel, listModels, listVersions, promoteVersion, setVersionLoaded, updateModel } from './models';
export { FIRST_REFERENCE_JOB, makeEmptyModel } from './new-model';
export * from './operations';
export { getOverlay, saveOverlay } from './overlays';
export { registerElsewhere } from './register-elsewhere';
export { registerNamedVersion } from './register-named-version';
export { registerService } from './register-service';
export { type Registration, registerVersion } from './register-version';
export { exampleRow, exampleTensors, rowFields } from './row-fields';
export { matchTable, type RowPlace, rowPlaces, type TableMatch } from './row-places';
export { takesSameInputs } from './same-inputs';
export { requireFile, servedElsewhere } from './served-elsewhere';
export { servedSignature } from './served-signature';
export {
  findChampionBefore,
  findNamesElsewhere,
  insertArtifact,
  listServingRows,
  lockModelRow,
  type ServingRow,
  setChampion,
  setLoaded,
  setPersonalContextRow,
  setShadow,
  updateSignature,
} from './store';
export {
  findAnswerSettings,
  insertAnswerSettings,
  listAnswerSettings,
  lockAnswerSettings,
} from './store-answer-settings';
export { findChampionMaker, listStagingStays, type StagingStay, setStaging } from './store-staging';
export type { StoredUpload } from './store-uploads';
export { suggestOverlay } from './suggest-overlay';
export { tellGateway } from './tell-gateway';
export type { TrafficGate } from './traffic-gate';
export {
  appendUpload,
  cancelUpload,
  createUpload,
  getUpload,
  noteUpload,
  partFile,
  sweepUploads,
} from './uploads';
