import fs from 'node:fs';
import os from 'node:os';
import type pg from 'pg';
import { isRunning } from './is-running';

/** Weight in the sharing of processors: of a fifth of what a process has that answers calls (each step is about 1.25). */
const NICE = 7;

/** Whoever started a process may have put it further back. */
function lower(pid: number): void {
  if (os.getPriority(pid) < NICE) os.setPriority(pid, NICE);
}

/** Lets a process give way to those that answer calls, where processors are short. */
function giveWay(pid: number): void {
  try {
    lower(pid);
    // Where Linux shares by session first, a session of its own has a weight of its own.
    fs.writeFileSync(`/proc/${pid}/autogroup`, String(NICE));
  } catch {
    // Another user's process, or a system that has no such thing: it goes on as it is.
  }
}

/** This process gives way to what answers calls. */
export function stepBack(): void {
  lower(process.pid);
}

/** The process of PostgreSQL that serves a connection gives way too, where it is one of this machine. */
export async function stepBackend(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ pid: number; local: boolean }>(
    'select pg_backend_pid() as pid, coalesce(inet_server_addr() = inet_client_addr(), true) as local',
  );
  const [row] = rows;
  if (row?.local && isRunning(row.pid, 'postgres')) giveWay(row.pid);
}
