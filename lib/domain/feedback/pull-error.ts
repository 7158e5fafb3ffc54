import { AppError, isAppError } from '@/lib/platform/errors';
import type { PullFault, PullOutcome } from './schema';

const MAX_SAID = 500;

/** What went wrong, and what to do. `said` stands behind it. */
const SENTENCES: Readonly<Record<Exclude<PullFault, 'unreadable' | 'contradiction' | 'internal'>, string>> = {
  closed_address:
    'The address leads into a network that may not be called. An administrator can save the source, or the operator can name its host in UPSTREAM_TARGETS.',
  no_address: 'The name of the host leads nowhere. Look at its spelling.',
  unreachable: 'No connection came about. Look at the host, the port, the network between, and sslmode.',
  login: 'The database does not let this user in. Look at the user, the password and the name of the database.',
  timeout: 'It took too long. Ask for less, for example only for what came since $1.',
  statement: 'The database does not take the statement. It must be one SELECT.',
  read_only: 'The statement writes, and it runs in a transaction that only reads. Write a SELECT that changes nothing.',
  too_many_rows: 'The statement gives more than 50,000 rows. Ask for less, for example only for what came since $1.',
  too_large: 'It is too large: a file has 10 MB at most, and the rows of a statement 64 MB.',
  status: 'The server did not give the file. Look at the address, its signature and the token.',
  redirect: 'The server sends to another address, which is not followed. Give the address of the file itself.',
  encoded: 'The file comes compressed. Store it as plain CSV.',
};

/** A pull that failed for a reason that its owner can mend: 422. */
export class PullError extends AppError {
  readonly fault: keyof typeof SENTENCES;
  readonly said: string | null;
  constructor(fault: keyof typeof SENTENCES, said: string | null) {
    super('invalid_input', said === null ? SENTENCES[fault] : `${SENTENCES[fault]} It said: ${said}`, {
      reason: fault,
    });
    this.fault = fault;
    this.said = said;
  }
}

/** How a pull that threw is kept and shown. */
export function failedOutcome(error: unknown): PullOutcome & { kind: 'failed' } {
  if (error instanceof PullError) return { kind: 'failed', fault: error.fault, said: error.said };
  if (!isAppError(error)) return { kind: 'failed', fault: 'internal', said: null };
  const fault = error.reason === 'contradiction' ? 'contradiction' : 'unreadable';
  return { kind: 'failed', fault, said: error.message.slice(0, MAX_SAID) };
}
