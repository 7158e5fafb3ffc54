/** How the connection is protected: `verified` checks the server's certificate, `encrypted` does not. */
export type Tls = 'off' | 'encrypted' | 'verified';

export interface PostgresAddress {
  host: string;
  port: number;
  user: string;
  database: string;
  /** Null where the address does not say. */
  tls: Tls | null;
}

const TLS: Readonly<Record<string, Tls>> = { disable: 'off', require: 'encrypted', 'verify-full': 'verified' };

const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

/**
 * Reads `postgres://user:password@host:5432/database?sslmode=require`, and gives the address without its password as `shown`. Any other
 * parameter is a fault: some name another host, which would not be the one that is checked. A fault is the end of a sentence "it …".
 */
export function readPostgresAddress(
  text: string,
): { address: PostgresAddress; password: string | null; shown: string } | { fault: string } {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '')
    return { fault: 'must be an address such as postgres://user@db.example.com:5432/warehouse' };
  const database = decoded(url.pathname.slice(1));
  const user = decoded(url.username);
  const password = decoded(url.password);
  if (!user) return { fault: 'must name the user of the database' };
  if (!database || database.includes('/')) return { fault: 'must name the database behind the host' };
  if (password === null) return { fault: 'has a password whose percent signs are not encoded; write % as %25' };
  const mode = url.searchParams.get('sslmode');
  const tls = mode === null ? null : TLS[mode];
  if (tls === undefined || [...url.searchParams.keys()].some((name) => name !== 'sslmode'))
    return { fault: `may end in ?sslmode=${Object.keys(TLS).join(', ')}, and takes no other parameter` };
  url.password = '';
  url.hash = '';
  return {
    address: {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? 5432 : Number(url.port),
      user,
      database,
      tls,
    },
    password: password === '' ? null : password,
    shown: url.href,
  };
}
