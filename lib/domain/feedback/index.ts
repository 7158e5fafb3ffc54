// Feedback: what people say about answers, and the truth that arrives later.
// Promises that both point at rows, that a label is kept even before its prediction is, that nothing is counted twice, and that
// every day whose labels changed is handed out to one worker at a time until it was looked at; that a source of labels is only read.
export { checkExpected, expectedOf } from './check-expected';
export { countFeedback } from './count-feedback';
export { deleteLabelSource } from './delete-label-source';
export { createFeedbackLink, getLinkedRow, giveByLink } from './feedback-links';
export { giveFeedback } from './give-feedback';
export { importLabels } from './label-file';
export { listFeedback } from './list-feedback';
export { listLabelSources } from './list-label-sources';
export * from './operations';
export { pullDueLabels, runLabelSource, tryLabelSource } from './run-label-source';
export { saveLabelSource } from './save-label-source';
export { adoptFeedback, type LabelRow, listComplaints } from './store';
export {
  type ClaimedDay,
  claimLabelDay,
  countLabelDays,
  isAnyDayDue,
  keepLabelDay,
  type LabelledRow,
  listLabelledRows,
  listLabelsOf,
  markDays,
  settleLabelDay,
} from './store-label-days';
export {
  claimFixable,
  type FixableFeedback,
  listUnsettled,
  lockToTell,
  markChecked,
  markTold,
  type SettledFeedback,
  settleFeedback,
  unsettleFeedback,
} from './store-outcomes';
export { sweepLabels } from './sweep-labels';
export { dropLabel, keepLabels, writeLabels } from './write-labels';
