import type { Fleet, GatewayReport, PredictTools } from '@/lib/domain/serving';
import type { Actor } from '@/lib/platform/context';
import type { Database } from '@/lib/platform/db';
import type { Log } from '@/lib/platform/log';
import type { KeyCache } from './key-cache';
import type { RateLimits } from './rate-limits';
import type { Upstreams } from './upstreams';

/** What the handlers of the gateway share. */
export interface Gateway {
  fleet: Fleet;
  tools: PredictTools;
  keys: KeyCache;
  limits: RateLimits;
  upstreams: Upstreams;
  database: Database;
  log: Log;
  /** Reads a project's registry anew in all processes; with a number, resolves when that version runs in them. */
  refresh: (of: { projectId: string; modelId?: string | undefined; number?: number | undefined }) => Promise<void>;
  /** Whether this process knows what it serves. */
  isReady: () => boolean;
  /** The state of all processes together, with what they counted of a project's versions. */
  report: (projectId: string | null) => Promise<GatewayReport>;
}

export type KeyActor = Actor & { kind: 'key' };
