import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { NO_CONTENT } from '@/lib/platform/http/page';
import {
  Deployment,
  Model,
  NewElsewhereModel,
  NewUpload,
  Overlay,
  OverlaySuggestion,
  OverlayView,
  Upload,
  Version,
  WrittenReason,
} from './schema';

/** A model by name or id. */
export const ByModel = z.object({ model: z.string() });
/** A version by its number; a text that is no number names no version. */
export const ByVersion = z.object({
  model: z.string(),
  number: z.string().transform((text) => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0)),
});
const ById = z.object({ id: z.string() });
const Override = z.object({
  override: WrittenReason.optional().describe(
    'Why it is done although the version fails regression tests that the champion passes. Administrators only.',
  ),
});
const CSV_10_MB = { contentType: 'text/csv', description: 'A CSV file of up to 10 MB, header first, UTF-8.' };

export const listModelsOperation = operation({
  method: 'GET',
  path: '/api/models',
  summary: 'The models of the project',
  access: 'model.view',
  reply: z.object({ models: z.array(Model) }),
});
export const registerElsewhereOperation = operation({
  method: 'POST',
  path: '/api/models',
  summary: 'Register a model that another server runs: its columns and answers, without a file',
  access: 'version.upload',
  body: NewElsewhereModel,
  bodyLimit: 4 * 1024 * 1024,
  reply: Model,
  status: 201,
  alsoStatuses: [409],
});
export const getModelOperation = operation({
  method: 'GET',
  path: '/api/models/{model}',
  summary: 'One model',
  access: 'model.view',
  params: ByModel,
  reply: Model,
});
export const updateModelOperation = operation({
  method: 'PATCH',
  path: '/api/models/{model}',
  summary: 'Change the summary of a model',
  access: 'version.manage',
  params: ByModel,
  body: z.strictObject({ summary: z.string().max(500) }),
  reply: Model,
});
export const deployOperation = operation({
  method: 'PUT',
  path: '/api/models/{model}/deployment',
  summary:
    'Say which version gets a share of the calls, which answers beside, how many calls are kept, and how many runners work',
  access: 'version.manage',
  params: ByModel,
  query: Override,
  body: Deployment.strict(),
  reply: Model,
  alsoStatuses: [409],
});
export const deleteModelOperation = operation({
  method: 'DELETE',
  path: '/api/models/{model}',
  summary: 'Delete a model with its versions and files; the query repeats its name',
  access: 'version.manage',
  params: ByModel,
  query: z.object({ name: z.string().default('') }),
  reply: NO_CONTENT,
  status: 204,
});
export const listVersionsOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/versions',
  summary: 'The versions of a model, newest first',
  access: 'version.view',
  params: ByModel,
  reply: z.object({ versions: z.array(Version) }),
});
export const uploadVersionOperation = operation({
  method: 'PUT',
  path: '/api/models/{model}/versions',
  summary: 'Upload a model file as a new version; the model is made where it is new',
  access: 'version.upload',
  params: ByModel,
  query: z.object({ filename: z.string().min(1).max(255).default('model.onnx') }),
  rawBody: {
    contentType: 'application/octet-stream',
    description: 'The ONNX file, up to 2,147,483,647 bytes, with Content-Length and, if wished, x-sha256.',
  },
  reply: Version,
  status: 201,
});
export const getVersionOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/versions/{number}',
  summary: 'One version',
  access: 'version.view',
  params: ByVersion,
  reply: Version,
});
export const promoteVersionOperation = operation({
  method: 'POST',
  path: '/api/models/{model}/versions/{number}/champion',
  summary: 'Make a version the champion; 409 where it fails regression tests that the champion passes',
  access: 'version.manage',
  params: ByVersion,
  query: Override,
  reply: Model,
  alsoStatuses: [409],
});
export const loadVersionOperation = operation({
  method: 'POST',
  path: '/api/models/{model}/versions/{number}/load',
  summary: 'Take a version into service',
  access: 'version.manage',
  params: ByVersion,
  reply: Version,
});
export const unloadVersionOperation = operation({
  method: 'POST',
  path: '/api/models/{model}/versions/{number}/unload',
  summary: 'Take a version that is not the champion out of service',
  access: 'version.manage',
  params: ByVersion,
  reply: Version,
  alsoStatuses: [409],
});
export const getOverlayOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/versions/{number}/overlay',
  summary: 'Names, units, ranges and categories of the columns, and what differs from the version before',
  access: 'model.view',
  params: ByVersion,
  reply: OverlayView,
});
export const saveOverlayOperation = operation({
  method: 'PUT',
  path: '/api/models/{model}/versions/{number}/overlay',
  summary: 'Save names, units, ranges and categories of the columns',
  access: 'version.manage',
  params: ByVersion,
  body: Overlay,
  bodyLimit: 4 * 1024 * 1024,
  reply: OverlayView,
  alsoStatuses: [409],
});
export const suggestOverlayOperation = operation({
  method: 'POST',
  path: '/api/models/{model}/versions/{number}/overlay/suggest',
  summary: 'Learn columns from a CSV file, or from {"header": […]} as JSON, without saving them',
  access: 'version.manage',
  params: ByVersion,
  rawBody: CSV_10_MB,
  reply: OverlaySuggestion,
});
export const getModelOpenApiOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/openapi.json',
  summary: 'The OpenAPI document of one model, with its real columns',
  access: 'model.view',
  params: ByModel,
  reply: { contentType: 'application/json', description: 'An OpenAPI 3.1 document.' },
});
export const createUploadOperation = operation({
  method: 'POST',
  path: '/api/uploads',
  summary: 'Announce a model file that comes in parts, which are kept for 24 hours',
  access: 'version.upload',
  body: NewUpload,
  reply: Upload,
  status: 201,
});
export const getUploadOperation = operation({
  method: 'GET',
  path: '/api/uploads/{id}',
  summary: 'How far an upload and its check are; the header Upload-Offset is the next byte wanted',
  access: 'version.upload',
  params: ById,
  reply: Upload,
});
export const headUploadOperation = operation({
  method: 'HEAD',
  path: '/api/uploads/{id}',
  summary: 'The next byte wanted, in the header Upload-Offset',
  access: 'version.upload',
  params: ById,
  reply: NO_CONTENT,
});
export const appendUploadOperation = operation({
  method: 'PUT',
  path: '/api/uploads/{id}',
  summary: 'Send the next part with Content-Range; 409 names the byte that is wanted',
  access: 'version.upload',
  params: ById,
  rawBody: { contentType: 'application/octet-stream', description: 'The bytes of the range.' },
  reply: Upload,
  alsoStatuses: [409],
});
export const cancelUploadOperation = operation({
  method: 'DELETE',
  path: '/api/uploads/{id}',
  summary: 'Cancel an upload; its parts are removed',
  access: 'version.upload',
  params: ById,
  reply: Upload,
  alsoStatuses: [409],
});

export const REGISTRY_OPERATIONS: readonly Operation[] = [
  listModelsOperation,
  registerElsewhereOperation,
  getModelOperation,
  updateModelOperation,
  deployOperation,
  deleteModelOperation,
  listVersionsOperation,
  uploadVersionOperation,
  getVersionOperation,
  promoteVersionOperation,
  loadVersionOperation,
  unloadVersionOperation,
  getOverlayOperation,
  saveOverlayOperation,
  suggestOverlayOperation,
  getModelOpenApiOperation,
  createUploadOperation,
  getUploadOperation,
  headUploadOperation,
  appendUploadOperation,
  cancelUploadOperation,
];
