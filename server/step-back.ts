import fs from 'node:fs';
import os from 'node:os';
import type pg from 'pg';
import { isRunning } from './is-running';

/** Weight in the sharing of processors: of a fifth of what a process has that answers calls (each step is about 1.25). */
const NICE = 7;

/** Lets a process give way to those that answer calls, where processors are short. */
function giveWay(pid: number): void {
  try {
    // Whoever started us may have put us further back.
    if (os.getPriority(pid) < NICE) os.setPriority(pid, NICE);
    // Where Linux shares by session first, a session of its own has a weight of its own.
    fs.writeFileSync(`/proc/${pid}/autogroup`, String(NICE));
  } catch {
    // Another user's process, or a system that has no such thing: it goes on as it is.
  }
}

/** This process, and on this machine the processes of PostgreSQL that serve its connections, give way to what answers calls. */
export function stepBack(pool: pg.Pool): void {
  if (os.getPriority() < NICE) os.setPriority(NICE);
  pool.on('connect', (client) => {
    client
      .query<{ pid: number; local: boolean }>(
        'select pg_backend_pid() as pid, coalesce(inet_server_addr() = inet_client_addr(), true) as local',
      )
      .then(
        ({ rows: [row] }) => {
          if (row?.local && isRunning(row.pid, 'postgres')) giveWay(row.pid);
        },
        () => {},
      );
  });
}
