import enAlerts from '@/messages/en/alerts.json';
import enApi from '@/messages/en/api.json';
import enAudit from '@/messages/en/audit.json';
import enCards from '@/messages/en/cards.json';
import enComparison from '@/messages/en/comparison.json';
import enDatasets from '@/messages/en/datasets.json';
import enDemo from '@/messages/en/demo.json';
import enDrift from '@/messages/en/drift.json';
import enErasure from '@/messages/en/erasure.json';
import enErrors from '@/messages/en/errors.json';
import enFeedback from '@/messages/en/feedback.json';
import enIngest from '@/messages/en/ingest.json';
import enLineage from '@/messages/en/lineage.json';
import enMonitoring from '@/messages/en/monitoring.json';
import enPeople from '@/messages/en/people.json';
import enPerformance from '@/messages/en/performance.json';
import enPredictions from '@/messages/en/predictions.json';
import enPromotion from '@/messages/en/promotion.json';
import enRegistry from '@/messages/en/registry.json';
import enReplay from '@/messages/en/replay.json';
import enReports from '@/messages/en/reports.json';
import enRetraining from '@/messages/en/retraining.json';
import enReview from '@/messages/en/review.json';
import enServing from '@/messages/en/serving.json';
import enShell from '@/messages/en/shell.json';
import enTuning from '@/messages/en/tuning.json';
import enUi from '@/messages/en/ui.json';
import enUpstream from '@/messages/en/upstream.json';
import enValidation from '@/messages/en/validation.json';
import ptAlerts from '@/messages/pt-BR/alerts.json';
import ptApi from '@/messages/pt-BR/api.json';
import ptAudit from '@/messages/pt-BR/audit.json';
import ptCards from '@/messages/pt-BR/cards.json';
import ptComparison from '@/messages/pt-BR/comparison.json';
import ptDatasets from '@/messages/pt-BR/datasets.json';
import ptDemo from '@/messages/pt-BR/demo.json';
import ptDrift from '@/messages/pt-BR/drift.json';
import ptErasure from '@/messages/pt-BR/erasure.json';
import ptErrors from '@/messages/pt-BR/errors.json';
import ptFeedback from '@/messages/pt-BR/feedback.json';
import ptIngest from '@/messages/pt-BR/ingest.json';
import ptLineage from '@/messages/pt-BR/lineage.json';
import ptMonitoring from '@/messages/pt-BR/monitoring.json';
import ptPeople from '@/messages/pt-BR/people.json';
import ptPerformance from '@/messages/pt-BR/performance.json';
import ptPredictions from '@/messages/pt-BR/predictions.json';
import ptPromotion from '@/messages/pt-BR/promotion.json';
import ptRegistry from '@/messages/pt-BR/registry.json';
import ptReplay from '@/messages/pt-BR/replay.json';
import ptReports from '@/messages/pt-BR/reports.json';
import ptRetraining from '@/messages/pt-BR/retraining.json';
import ptReview from '@/messages/pt-BR/review.json';
import ptServing from '@/messages/pt-BR/serving.json';
import ptShell from '@/messages/pt-BR/shell.json';
import ptTuning from '@/messages/pt-BR/tuning.json';
import ptUi from '@/messages/pt-BR/ui.json';
import ptUpstream from '@/messages/pt-BR/upstream.json';
import ptValidation from '@/messages/pt-BR/validation.json';
import type { Locale } from './locale';

const english = {
  shell: enShell,
  tuning: enTuning,
  ui: enUi,
  erasure: enErasure,
  errors: enErrors,
  people: enPeople,
  registry: enRegistry,
  upstream: enUpstream,
  cards: enCards,
  datasets: enDatasets,
  validation: enValidation,
  serving: enServing,
  predictions: enPredictions,
  feedback: enFeedback,
  ingest: enIngest,
  review: enReview,
  monitoring: enMonitoring,
  drift: enDrift,
  performance: enPerformance,
  comparison: enComparison,
  demo: enDemo,
  alerts: enAlerts,
  replay: enReplay,
  audit: enAudit,
  reports: enReports,
  retraining: enRetraining,
  promotion: enPromotion,
  lineage: enLineage,
  api: enApi,
};

export type Messages = typeof english;
export type Room = keyof Messages;

/** Both languages share one shape; `messages/messages.test.ts` proves it. */
const catalogues: Record<Locale, Messages> = {
  en: english,
  'pt-BR': {
    shell: ptShell,
    tuning: ptTuning,
    ui: ptUi,
    erasure: ptErasure,
    errors: ptErrors,
    people: ptPeople,
    registry: ptRegistry,
    upstream: ptUpstream,
    cards: ptCards,
    datasets: ptDatasets,
    validation: ptValidation,
    serving: ptServing,
    predictions: ptPredictions,
    feedback: ptFeedback,
    ingest: ptIngest,
    review: ptReview,
    monitoring: ptMonitoring,
    drift: ptDrift,
    performance: ptPerformance,
    comparison: ptComparison,
    demo: ptDemo,
    alerts: ptAlerts,
    replay: ptReplay,
    audit: ptAudit,
    reports: ptReports,
    retraining: ptRetraining,
    promotion: ptPromotion,
    lineage: ptLineage,
    api: ptApi,
  },
};

/** All texts of one language, keyed by room. */
export function messagesOf(locale: Locale): Messages {
  return catalogues[locale];
}

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale;
  }
}
