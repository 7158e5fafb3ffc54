import 'server-only';

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Each hash takes 19 MB and one thread of the pool: more at once would starve files and DNS. */
const AT_ONCE = 2;

// Loaded at its first use: the gateway opens this room's door too and never sees a password.
const argon2 = () => import('@node-rs/argon2');

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

/** Argon2id, 19 MiB, 2 passes. */
export const hashPassword = (password: string): Promise<string> =>
  inTurn(async () => (await argon2()).hash(password, COST));

let dummy: Promise<string> | undefined;

/** Whether a password fits. Without a hash it takes the same time and is false, so that nobody learns which e-mails exist. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  dummy ??= hashPassword('nobody has this password');
  const against = stored ?? (await dummy);
  const fits = await inTurn(async () => (await argon2()).verify(against, password)).catch(() => false);
  return fits && stored !== null;
}
