import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { NO_CONTENT, PageLimit } from '@/lib/platform/http/page';
import {
  AlertRule,
  AlertRuleChange,
  AlertRules,
  HookChange,
  HookContent,
  HookDeliveries,
  Hooks,
  INCIDENT_STATES,
  IncidentDetail,
  IncidentPage,
  NewAlertRule,
  NewNote,
  RuleTrial,
  SavedAlertRule,
  SavedHook,
  TestDeliveries,
  TriedRule,
} from './schema';

const ById = z.object({ id: z.string() });
const OfHook = z.object({ id: z.uuid() });
const Moment = z.iso.datetime({ offset: true });
const OfModel = z.string().min(1).max(128).optional();

export const listAlertRulesOperation = operation({
  method: 'GET',
  path: '/api/alert-rules',
  summary: 'The alert rules of the project, or of one of its models, with their last evaluation',
  access: 'alert.view',
  query: z.object({ model: OfModel }),
  reply: AlertRules,
});
export const createAlertRuleOperation = operation({
  method: 'POST',
  path: '/api/alert-rules',
  summary: 'Make an alert rule; the secret that signs its webhook is shown once',
  access: 'alert.manage',
  body: NewAlertRule,
  reply: SavedAlertRule,
  status: 201,
  alsoStatuses: [409, 429],
});
export const getAlertRuleOperation = operation({
  method: 'GET',
  path: '/api/alert-rules/{id}',
  summary: 'An alert rule with its last evaluation',
  access: 'alert.view',
  params: ById,
  reply: AlertRule,
});
export const updateAlertRuleOperation = operation({
  method: 'PATCH',
  path: '/api/alert-rules/{id}',
  summary: 'Change an alert rule; where it watches another thing, what it has open is closed',
  access: 'alert.manage',
  params: ById,
  body: AlertRuleChange,
  reply: SavedAlertRule,
  alsoStatuses: [409],
});
export const deleteAlertRuleOperation = operation({
  method: 'DELETE',
  path: '/api/alert-rules/{id}',
  summary: 'Delete an alert rule; its incidents stay',
  access: 'alert.manage',
  params: ById,
  reply: NO_CONTENT,
  status: 204,
});
export const checkAlertRuleOperation = operation({
  method: 'POST',
  path: '/api/alert-rules/{id}/check',
  summary: 'Have an alert rule evaluated now',
  access: 'alert.manage',
  params: ById,
  reply: AlertRule,
  alsoStatuses: [409],
});
export const testAlertRuleOperation = operation({
  method: 'POST',
  path: '/api/alert-rules/{id}/test',
  summary: 'Send a test to the webhook and the e-mail addresses of an alert rule, and say what came of it',
  access: 'alert.manage',
  params: ById,
  reply: TestDeliveries,
  alsoStatuses: [409],
});
export const backtestAlertRuleOperation = operation({
  method: 'POST',
  path: '/api/alert-rules/backtest',
  summary: 'How often a rule would have opened an incident in the last 28 days; nothing is saved',
  access: 'alert.manage',
  body: TriedRule,
  reply: RuleTrial,
});
export const listIncidentsOperation = operation({
  method: 'GET',
  path: '/api/incidents',
  summary: 'Incidents of the project, newest first, with the number of open ones',
  access: 'alert.view',
  query: z.object({
    model: OfModel,
    state: z.enum(INCIDENT_STATES).optional(),
    from: Moment.optional().describe('Only those that were open at some time from here on.'),
    to: Moment.optional().describe('Only those that opened before.'),
    cursor: z.uuid().optional(),
    limit: PageLimit,
  }),
  reply: IncidentPage,
});
export const getIncidentOperation = operation({
  method: 'GET',
  path: '/api/incidents/{id}',
  summary: 'An incident with its timeline and the values around it',
  access: 'alert.view',
  params: ById,
  reply: IncidentDetail,
});
export const acknowledgeIncidentOperation = operation({
  method: 'POST',
  path: '/api/incidents/{id}/acknowledge',
  summary: 'Say that somebody is on an incident',
  access: 'alert.manage',
  params: ById,
  reply: IncidentDetail,
  alsoStatuses: [409],
});
export const noteIncidentOperation = operation({
  method: 'POST',
  path: '/api/incidents/{id}/notes',
  summary: 'Add a note to an incident',
  access: 'alert.manage',
  params: ById,
  body: NewNote,
  reply: IncidentDetail,
  status: 201,
  alsoStatuses: [429],
});

export const listHooksOperation = operation({
  method: 'GET',
  path: '/api/webhooks',
  summary: 'Where the project tells of new feedback and of decisions, without addresses and secrets',
  access: 'webhook.manage',
  reply: Hooks,
});
export const createHookOperation = operation({
  method: 'POST',
  path: '/api/webhooks',
  summary: 'Have new feedback and decisions told to an address; the secret that signs messages is shown once',
  access: 'webhook.manage',
  body: HookContent,
  reply: SavedHook,
  status: 201,
  alsoStatuses: [409, 429],
});
export const updateHookOperation = operation({
  method: 'PATCH',
  path: '/api/webhooks/{id}',
  summary: 'Change a webhook; a new address gets a new secret',
  access: 'webhook.manage',
  params: OfHook,
  body: HookChange,
  reply: SavedHook,
  alsoStatuses: [409],
});
export const deleteHookOperation = operation({
  method: 'DELETE',
  path: '/api/webhooks/{id}',
  summary: 'Delete a webhook; what waits for it is not sent',
  access: 'webhook.manage',
  params: OfHook,
  reply: NO_CONTENT,
  status: 204,
});
export const testHookOperation = operation({
  method: 'POST',
  path: '/api/webhooks/{id}/test',
  summary: 'Send a test to a webhook, and say what came of it',
  access: 'webhook.manage',
  params: OfHook,
  reply: TestDeliveries,
});
export const listHookDeliveriesOperation = operation({
  method: 'GET',
  path: '/api/webhooks/{id}/deliveries',
  summary: 'The newest messages to a webhook with what came of them; kept for a week',
  access: 'webhook.manage',
  params: OfHook,
  reply: HookDeliveries,
});

export const ALERT_OPERATIONS: readonly Operation[] = [
  listAlertRulesOperation,
  createAlertRuleOperation,
  getAlertRuleOperation,
  updateAlertRuleOperation,
  deleteAlertRuleOperation,
  checkAlertRuleOperation,
  testAlertRuleOperation,
  backtestAlertRuleOperation,
  listIncidentsOperation,
  getIncidentOperation,
  acknowledgeIncidentOperation,
  noteIncidentOperation,
  listHooksOperation,
  createHookOperation,
  updateHookOperation,
  deleteHookOperation,
  testHookOperation,
  listHookDeliveriesOperation,
];
