// Alerts: rules that watch a measure of a model, and the incidents that they open.
// Promises that a rule is evaluated by one worker at a time, that a change is told once, and that looks without a verdict change nothing.
export { backtestAlertRule } from './backtest-rule';
export { deliverNext } from './deliver';
export { type EvaluationTools, evaluateNextRule } from './evaluate-next';
export { forwardEvents } from './forward-events';
export { createHook, listHookDeliveries, listHooks, removeHook, testHook, updateHook } from './hooks';
export { acknowledgeIncident, getIncident, listIncidents, noteIncident } from './incidents';
export * from './operations';
export { postSigned } from './post-signed';
export { publishMeasures } from './publish-measures';
export { refuseClosedAddress } from './refuse-closed-address';
export { checkAlertRule, deleteAlertRule, getAlertRule, listAlertRules, testAlertRule } from './rules';
export { createAlertRule, updateAlertRule } from './save-rule';
export { nextTry, sendMailOnce } from './send-mail-once';
export { sendNotificationMail } from './send-notification-mail';
export { listOpenings } from './store-incidents';
export { listRuleIds } from './store-rules';
export { sweepAlerts } from './sweep-alerts';
