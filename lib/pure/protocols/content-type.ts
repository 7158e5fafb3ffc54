import { badField } from './protocol-error';

/** Content types of MLServer's codecs. `pd` on a request means that each input is a column of a data frame. */
export const CONTENT_TYPES = ['np', 'pd', 'pd_json', 'str', 'base64', 'datetime'] as const;
export type ContentType = (typeof CONTENT_TYPES)[number];

/** The content type that parameters name; undefined for none, and for those of custom codecs, which say nothing here. */
export const contentTypeOf = (parameters: Record<string, unknown>): ContentType | undefined =>
  CONTENT_TYPES.find((type) => type === parameters.content_type);

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}(?::?\d{2}(?::?\d{2}(?:[.,]\d{1,9})?)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Texts as their content type means them: base64 is decoded, a datetime must be ISO 8601 and stays as it is written. */
export function decodeTexts(field: string, type: ContentType | undefined, texts: readonly string[]): readonly string[] {
  if (type === 'base64') return texts.map((text) => decodeBase64(field, text));
  if (type === 'datetime')
    for (const text of texts)
      if (!ISO.test(text) || Number.isNaN(Date.parse(text.slice(0, 10))))
        throw badField(
          field,
          `"${text.slice(0, 40)}" is no ISO 8601 time, such as 2026-01-31T09:30:00Z`,
          'bad_datetime',
        );
  return texts;
}

function decodeBase64(field: string, text: string): string {
  if (text.length % 4 !== 0 || !BASE64.test(text))
    throw badField(field, 'a text is not base64, which the content type says it is', 'bad_base64');
  try {
    return utf8.decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
  } catch {
    throw badField(field, 'a text decoded from base64 is not valid UTF-8', 'bad_text');
  }
}

/** Elements of a column of mixed values, each its own JSON text. */
export function decodeJsonCells(field: string, texts: readonly string[]): unknown[] {
  return texts.map((text) => {
    try {
      return JSON.parse(text);
    } catch {
      throw badField(
        field,
        `${JSON.stringify(text.slice(0, 40))} is no JSON, which the content type says it is`,
        'bad_json',
      );
    }
  });
}

/** A text of an output as base64. */
export const encodeBase64 = (text: string): string =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
