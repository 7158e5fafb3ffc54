const codes = [
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'invalid_input',
  'malformed',
  'precondition_failed',
  'too_large',
  'unsupported_media_type',
  'method_not_allowed',
  'limit_exceeded',
  'unavailable',
  'timeout',
  'internal',
] as const;

export type FailureCode = (typeof codes)[number];

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && name in value ? Reflect.get(value, name) : undefined;

/** A member of the error itself or of the problem inside it (an ApiError carries `problem`). */
function read(error: unknown, name: string): unknown {
  return property(error, name) ?? property(property(error, 'problem'), name);
}

/** HTTP status of an error that carries one; 0 means that no answer came. */
export function failureStatus(error: unknown): number | undefined {
  const status = read(error, 'status');
  return typeof status === 'number' ? status : undefined;
}

/** Code of the closed set, when the error carries one. */
export function failureCode(error: unknown): FailureCode | undefined {
  const code = read(error, 'code');
  return codes.find((known) => known === code);
}

export function failureRequestId(error: unknown): string | undefined {
  const id = read(error, 'requestId');
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** The sentence the server wrote for people (`detail` of a problem), in English. */
export function failureDetail(error: unknown): string | undefined {
  const detail = read(error, 'detail');
  return typeof detail === 'string' && detail !== '' ? detail : undefined;
}

/** Reasons of the fields that do not fit, by the name of the field: for the `error` of each `Field`. */
export function failureFields(error: unknown): Record<string, string> {
  const list = read(error, 'invalidParams');
  const pairs = (Array.isArray(list) ? list : []).flatMap((item: unknown): [string, string][] => {
    const name = property(item, 'name');
    const reason = property(item, 'reason');
    return typeof name === 'string' && typeof reason === 'string' ? [[name, reason]] : [];
  });
  return Object.fromEntries(pairs);
}

/** True when the request never reached the server. */
export function isOffline(error: unknown): boolean {
  const status = failureStatus(error);
  return status === 0 || (status === undefined && error instanceof TypeError);
}
