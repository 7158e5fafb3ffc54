import { z } from 'zod';

/** Seconds of the replayed time in one second; 0 holds the replay. */
export const REPLAY_SPEEDS = [0, 1, 60, 600, 3600, 86_400] as const;
export const ReplaySpeed = z.union(REPLAY_SPEEDS.map((speed) => z.literal(speed)));
export type ReplaySpeed = z.infer<typeof ReplaySpeed>;

export const DemoReplay = z.object({
  model: z.string(),
  /** The moment of the data that the replay has reached. */
  simulatedAt: z.iso.datetime(),
  speed: ReplaySpeed,
  /** Rows sent, and how many there are. */
  sent: z.int(),
  total: z.int(),
  labels: z.int(),
  state: z.enum(['running', 'held', 'finished', 'stopped']),
});
export type DemoReplay = z.infer<typeof DemoReplay>;

export const Demo = z.object({
  /** absent: nobody has loaded it; loading: it is being loaded; ready: its models are there. */
  state: z.enum(['absent', 'loading', 'ready', 'failed']),
  /** 0 to 1. */
  progress: z.number(),
  message: z.string(),
  /** One per model of the demo. */
  replays: z.array(DemoReplay),
});
export type Demo = z.infer<typeof Demo>;
