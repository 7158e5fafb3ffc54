import { ALERT_OPERATIONS } from '@/lib/domain/alerts';
import { AUDIT_OPERATIONS } from '@/lib/domain/audit';
import { CARD_OPERATIONS } from '@/lib/domain/cards';
import { COLLECTION_OPERATIONS } from '@/lib/domain/collection';
import { COMPARISON_OPERATIONS } from '@/lib/domain/comparison';
import { DATASET_OPERATIONS } from '@/lib/domain/datasets';
import { DEMO_OPERATIONS } from '@/lib/domain/demo';
import { DRIFT_OPERATIONS } from '@/lib/domain/drift';
import { ERASURE_OPERATIONS } from '@/lib/domain/erasure';
import { FEEDBACK_OPERATIONS } from '@/lib/domain/feedback';
import { INGEST_OPERATIONS } from '@/lib/domain/ingest';
import { LINEAGE_OPERATIONS } from '@/lib/domain/lineage';
import { MONITORING_OPERATIONS } from '@/lib/domain/monitoring';
import { PEOPLE_OPERATIONS } from '@/lib/domain/people';
import { PERFORMANCE_OPERATIONS } from '@/lib/domain/performance';
import { PREDICTION_OPERATIONS } from '@/lib/domain/predictions';
import { PROMOTION_OPERATIONS } from '@/lib/domain/promotion';
import { REGISTRY_OPERATIONS } from '@/lib/domain/registry';
import { REPLAY_OPERATIONS } from '@/lib/domain/replay';
import { REPORT_OPERATIONS } from '@/lib/domain/reports';
import { RETRAINING_OPERATIONS } from '@/lib/domain/retraining';
import { REVIEW_OPERATIONS } from '@/lib/domain/review';
import { TUNING_OPERATIONS } from '@/lib/domain/tuning';
import { UPSTREAM_OPERATIONS } from '@/lib/domain/upstream';
import { VALIDATION_OPERATIONS } from '@/lib/domain/validation';
import type { Operation } from '@/lib/platform/http/operation';
import { predictOperation } from './gateway-operations';

/** Every operation that has a route here, room by room. */
export const OPERATIONS: readonly Operation[] = [
  predictOperation,
  ...PEOPLE_OPERATIONS,
  ...REGISTRY_OPERATIONS,
  ...UPSTREAM_OPERATIONS,
  ...CARD_OPERATIONS,
  ...DATASET_OPERATIONS,
  ...VALIDATION_OPERATIONS,
  ...PREDICTION_OPERATIONS,
  ...FEEDBACK_OPERATIONS,
  ...INGEST_OPERATIONS,
  ...REVIEW_OPERATIONS,
  ...MONITORING_OPERATIONS,
  ...DRIFT_OPERATIONS,
  ...PERFORMANCE_OPERATIONS,
  ...COLLECTION_OPERATIONS,
  ...COMPARISON_OPERATIONS,
  ...TUNING_OPERATIONS,
  ...REPLAY_OPERATIONS,
  ...ALERT_OPERATIONS,
  ...AUDIT_OPERATIONS,
  ...REPORT_OPERATIONS,
  ...RETRAINING_OPERATIONS,
  ...PROMOTION_OPERATIONS,
  ...ERASURE_OPERATIONS,
  ...LINEAGE_OPERATIONS,
  ...DEMO_OPERATIONS,
];
