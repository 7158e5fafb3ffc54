import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { env } from '@/lib/platform/env';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres';

export interface Secrets {
  database: string;
  INTERNAL_SECRET: string;
  NEXTAUTH_SECRET: string;
  AUDIT_KEY: string;
}

/** The folder of everything that must outlive a restart. Others may pass through it (PostgreSQL's user), and read nothing. */
export function dataFolder(): string {
  const folder = path.resolve(env().IMPLANTA_DATA);
  fs.mkdirSync(folder, { recursive: true });
  fs.chmodSync(folder, 0o711);
  return folder;
}

/** Secrets made once per installation; the environment's win. */
export function readSecrets(folder: string): Secrets {
  const file = path.join(folder, 'secrets.json');
  const make = () => randomBytes(32).toString('hex');
  let kept: Partial<Secrets> = {};
  if (fs.existsSync(file)) kept = JSON.parse(fs.readFileSync(file, 'utf8'));
  const secrets: Secrets = {
    database: kept.database ?? make(),
    INTERNAL_SECRET: kept.INTERNAL_SECRET ?? make(),
    NEXTAUTH_SECRET: kept.NEXTAUTH_SECRET ?? make(),
    AUDIT_KEY: kept.AUDIT_KEY ?? make(),
  };
  if (JSON.stringify(secrets) !== JSON.stringify(kept)) {
    const fresh = `${file}.${process.pid}`;
    fs.writeFileSync(fresh, JSON.stringify(secrets, null, 2), { mode: 0o600 });
    fs.renameSync(fresh, file);
  }
  const { INTERNAL_SECRET, NEXTAUTH_SECRET, AUDIT_KEY } = env();
  return {
    ...secrets,
    INTERNAL_SECRET: INTERNAL_SECRET ?? secrets.INTERNAL_SECRET,
    NEXTAUTH_SECRET: NEXTAUTH_SECRET ?? secrets.NEXTAUTH_SECRET,
    AUDIT_KEY: AUDIT_KEY ?? secrets.AUDIT_KEY,
  };
}

/** The database's address; starts the embedded PostgreSQL where no DATABASE_URL is given. */
export async function openInstallation(
  log: (line: string) => void,
): Promise<{ url: string; postgres: EmbeddedPostgres | null; secrets: Secrets; folder: string }> {
  const folder = dataFolder();
  const secrets = readSecrets(folder);
  const given = env().DATABASE_URL;
  if (given) return { url: given, postgres: null, secrets, folder };
  const postgres = await startEmbeddedPostgres({ dataRoot: folder, password: secrets.database, log });
  return { url: postgres.url, postgres, secrets, folder };
}
