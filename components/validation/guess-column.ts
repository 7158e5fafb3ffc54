export const PREDICTION_NAMES = ['prediction', 'predicted', 'label', 'output'] as const;
const TARGET_NAMES = /^(target|label|class|y|outcome|output|species|diagnosis|result|answer|truth)$/i;

/** The column the server takes for the predictions when none is named. */
export function guessPrediction(header: readonly string[]): string | null {
  for (const usual of PREDICTION_NAMES) {
    const found = header.find((name) => name.toLowerCase() === usual);
    if (found) return found;
  }
  return null;
}

/** The column that is most likely the truth: one that the model does not take and that is called like one, else the last such. */
export function guessTarget(header: readonly string[], inputs: readonly string[]): string | null {
  const free = header.filter((name) => !inputs.includes(name));
  return free.find((name) => TARGET_NAMES.test(name)) ?? free.at(-1) ?? null;
}
