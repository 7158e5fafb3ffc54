/** A split as the API takes it. */
export type SplitDraft = { by: 'time'; at: string } | { by: 'group'; testShare: number; seed: number };
