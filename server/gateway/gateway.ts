import type { Fleet, Histogram, PredictTools } from '@/lib/domain/serving';
import type { Actor } from '@/lib/platform/context';
import type { Database } from '@/lib/platform/db';
import type { Log } from '@/lib/platform/log';
import type { KeyCache } from './key-cache';

/** What the handlers of the gateway share. */
export interface Gateway {
  fleet: Fleet;
  tools: PredictTools;
  keys: KeyCache;
  database: Database;
  log: Log;
  /** Seconds between a call and its row in the database, one value per batch: that of its oldest call. */
  logLag: Histogram;
  /** Reads a project's registry anew and takes it over. */
  refresh: (projectId: string) => Promise<void>;
  status: () => GatewayStatus;
}

export interface GatewayStatus {
  spool: { pendingRows: number; lagSeconds: number };
  database: 'up' | 'down';
  snapshotLoaded: boolean;
}

export type KeyActor = Actor & { kind: 'key' };
