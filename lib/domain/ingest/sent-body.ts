import { PARQUET_TYPE, refuseParquet } from '@/lib/engine/parquet';
import { AppError, isAppError } from '@/lib/platform/errors';
import { IngestFault } from '@/lib/pure/ingest/ingest-fault';

/** What a caller sent: bytes that are read twice, once to check them and once to store them. */
export interface SentBody {
  bytes: Uint8Array;
  contentType: string;
  /** A header by its name in small letters. */
  header: (name: string) => string | null;
}

export type SentForm = 'json' | 'ndjson' | 'csv' | 'parquet' | 'event' | 'event-structured' | 'event-batch';

const FORMS: readonly [RegExp, SentForm][] = [
  [/^application\/cloudevents\+json\b/, 'event-structured'],
  [/^application\/cloudevents-batch\+json\b/, 'event-batch'],
  [/^(application\/(x-ndjson|ndjson|jsonl|jsonlines|x-jsonlines)|text\/(x-)?ndjson)\b/, 'ndjson'],
  [/^application\/([\w.+-]+\+)?json\b/, 'json'],
  [/^(text|application)\/csv\b/, 'csv'],
  [PARQUET_TYPE, 'parquet'],
];

const isParquet = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'PAR1';

/** What the body is, by its headers. Throws 415 for what is not taken. */
export function formOf({ bytes, contentType, header }: SentBody): SentForm {
  if (header('ce-specversion') !== null) return 'event';
  const type = contentType.trim().toLowerCase();
  const found = FORMS.find(([pattern]) => pattern.test(type))?.[1];
  if (found) return found;
  if ((type === '' || type === 'application/octet-stream') && isParquet(bytes)) return 'parquet';
  throw new AppError(
    'unsupported_media_type',
    'The content type must be application/json, application/x-ndjson, text/csv, application/vnd.apache.parquet or that of a CloudEvent.',
  );
}

/** Any fault of what was sent as a 422 that names place and field. */
export function toSentError(error: unknown): unknown {
  if (!(error instanceof IngestFault) || isAppError(error)) return refuseParquet(error);
  return new AppError('invalid_input', `${error.message}.`, {
    reason: 'row',
    invalidParams: [{ name: error.field ?? error.place, reason: error.reason }],
    details: { place: error.place, field: error.field },
  });
}
