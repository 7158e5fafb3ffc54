import { AppError } from '../errors';

/** The range of a part, `bytes first-last/total`. Throws 400 where it is missing, crooked, or differs from Content-Length. */
export function requireRange(request: Request): { offset: number; length: number; totalBytes: number } {
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(request.headers.get('content-range') ?? '');
  if (!match) throw new AppError('malformed', 'Send the header Content-Range as "bytes first-last/total".');
  const [first, last, totalBytes] = match.slice(1).map(Number);
  if (first === undefined || last === undefined || totalBytes === undefined || last < first || last >= totalBytes)
    throw new AppError('malformed', 'The range of Content-Range does not lie inside the total.');
  const length = last - first + 1;
  const declared = request.headers.get('content-length');
  if (declared !== null && Number(declared) !== length)
    throw new AppError('malformed', `Content-Length says ${declared} bytes, and Content-Range says ${length}.`);
  return { offset: first, length, totalBytes };
}
