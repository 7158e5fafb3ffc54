import { randomUUID } from 'node:crypto';
import type { IdempotencyKeys, KeyBegin, KeyBook, StoredAnswer } from '@/lib/domain/serving';
import { AppError } from '@/lib/platform/errors';

/** What one gateway process asks the others of the same installation. */
export type Question =
  | { kind: 'report'; projectId: string | null }
  | { kind: 'refresh'; projectId: string; modelId?: string | undefined; number?: number | undefined };

type KeyVerb = 'begin' | 'settle' | 'release';

/** Between a gateway process and the one that started it. */
export type ToParent =
  | { kind: 'ask'; id: string; question: Question }
  | { kind: 'reply'; id: string; answer: unknown }
  | { kind: 'key'; id: string; verb: KeyVerb; args: unknown[] };
export type ToGateway =
  | { kind: 'question'; id: string; question: Question }
  | { kind: 'answers'; id: string; answers: unknown[] }
  | { kind: 'key'; id: string; begun: KeyBegin | null };

const KEY_TIMEOUT_MS = 2000;
const LONGEST_ASK_MS = 50_000;

/** The other gateway processes, reached through the one that started them all. */
export class Siblings implements KeyBook {
  readonly #waiting = new Map<string, (message: ToGateway) => void>();
  /** How this process answers the others. */
  answer: (question: Question) => Promise<unknown> = () => Promise.resolve(null);

  constructor() {
    process.on('message', (raw) => {
      // Only the process that started this one has the channel.
      const message = raw as ToGateway;
      if (message.kind === 'question') {
        const reply = (answer: unknown) => this.#send({ kind: 'reply', id: message.id, answer });
        this.answer(message.question).then(reply, () => reply(null));
        return;
      }
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
    });
  }

  #send(message: ToParent) {
    process.send?.(message, undefined, undefined, () => {});
  }

  #request(message: ToParent, timeoutMs: number): Promise<ToGateway | null> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(message.id);
        resolve(null);
      }, timeoutMs);
      this.#waiting.set(message.id, (reply) => {
        clearTimeout(timer);
        resolve(reply);
      });
      this.#send(message);
    });
  }

  /** What the others answer, those that answer in time. */
  async ask(question: Question): Promise<unknown[]> {
    const reply = await this.#request({ kind: 'ask', id: randomUUID(), question }, LONGEST_ASK_MS);
    return reply?.kind === 'answers' ? reply.answers : [];
  }

  async begin(projectId: string, key: string, hash: string, nowMs: number): Promise<KeyBegin> {
    const args = [projectId, key, hash, nowMs];
    const reply = await this.#request({ kind: 'key', id: randomUUID(), verb: 'begin', args }, KEY_TIMEOUT_MS);
    if (reply?.kind !== 'key' || reply.begun === null)
      throw new AppError('unavailable', 'The Idempotency-Key could not be looked up. Try again shortly.', {
        retryAfter: 1,
      });
    const { begun } = reply;
    return begun.kind === 'replay'
      ? { kind: 'replay', answer: { ...begun.answer, body: Buffer.from(begun.answer.body) } }
      : begun;
  }

  /** Resolves when the book holds it: the next call with the key may come to another process. */
  async settle(projectId: string, key: string, hash: string, answer: StoredAnswer, atMs: number): Promise<void> {
    const args = [projectId, key, hash, answer, atMs];
    await this.#request({ kind: 'key', id: randomUUID(), verb: 'settle', args }, KEY_TIMEOUT_MS);
  }

  release(projectId: string, key: string): void {
    this.#send({ kind: 'key', id: '', verb: 'release', args: [projectId, key] });
  }
}

/** Does for a gateway process what it asks of the one book of keys. */
export function lookUp(book: IdempotencyKeys, verb: KeyVerb, args: unknown[]): KeyBegin | null {
  // The arguments are those of `Siblings`, our own program in another process.
  if (verb === 'begin') return book.begin(...(args as Parameters<IdempotencyKeys['begin']>));
  if (verb === 'release') book.release(...(args as Parameters<IdempotencyKeys['release']>));
  else {
    const [projectId, key, hash, answer, atMs] = args as Parameters<IdempotencyKeys['settle']>;
    book.settle(projectId, key, hash, { ...answer, body: Buffer.from(answer.body) }, atMs);
  }
  return null;
}
