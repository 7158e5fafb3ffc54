/** What monitors can scrape of a model's champion besides its traffic: the name, what it says, and the days it is of. */
export const PUBLISHED = {
  psi: {
    metric: 'model_drift_psi',
    help: 'Population stability index of a column against the reference, last 24 hours.',
  },
  'drift-rarity': {
    metric: 'model_drift_day_rarity',
    help: 'How rare a day like the last whole one is if nothing changed: once in so many days.',
  },
  'drift-alarm': {
    metric: 'model_drift_alarm',
    help: '1 while the last whole day is beyond the alarms that are taken, else 0.',
  },
  accuracy: {
    metric: 'model_quality_accuracy',
    help: 'Share of right answers by complete and random labels, last 28 days.',
  },
  'accuracy-estimated': {
    metric: 'model_quality_accuracy_estimated',
    help: 'The same, estimated without labels for the last day or week.',
  },
  mae: {
    metric: 'model_quality_mean_absolute_error',
    help: 'Mean distance from complete and random labels, last 28 days.',
  },
  'mae-estimated': {
    metric: 'model_quality_mean_absolute_error_estimated',
    help: 'The same, estimated without labels for the last day or week, where that beat the mean on the learning days.',
  },
  'feedback-wrong': {
    metric: 'model_quality_feedback_wrong_share',
    help: 'Share of verdicts that say wrong, last 28 days.',
  },
} as const;

export type PublishedName = keyof typeof PUBLISHED;

export interface PublishedMeasure {
  measure: PublishedName;
  /** Empty where it is of the whole model. */
  column: string;
  version: number;
  value: number;
  /** Rows, labels or verdicts that it stands on. */
  n: number;
}
