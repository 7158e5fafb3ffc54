// Feedback: what people say about answers, and the truth that arrives later.
// Promises that both point at rows, that a label is kept even before its prediction is, that nothing is counted twice, and that
// every day whose labels changed is handed out to one worker at a time until it was looked at; that a source of labels is only read.
export { checkExpected, expectedOf } from './check-expected';
export { countFeedback } from './count-feedback';
export { deleteLabelSource } from './delete-label-source';
export { importFeedback } from './feedback-file';
export { createFeedbackLink, editByLink, getLinkedRow, giveByLink, withdrawByLink } from './feedback-links';
export { getRowFeedback } from './get-row-feedback';
export { giveFeedback } from './give-feedback';
export { judgedFields } from './judged-fields';
export { importLabels } from './label-file';
export { listFeedback } from './list-feedback';
export { listLabelSources } from './list-label-sources';
export * from './operations';
export { editFeedback, withdrawFeedback } from './own-feedback';
export { pullDueLabels, runLabelSource, tryLabelSource } from './run-label-source';
export { saveLabelSource } from './save-label-source';
export { createScore, listScores, summariseScores, updateScore } from './scores';
export { adoptFeedback, type LabelRow, listComplaints, listNoLongerWrong } from './store';
export {
  countKept,
  type ErasedFeedback,
  eraseFeedbackAbout,
  eraseGiver,
  listGiverRows,
} from './store-erasure';
export { type NotedEvent, noteEvent, takeEvents } from './store-events';
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
export { listSaidOf, type SaidOfRow } from './store-said-of';
export { readThread } from './store-thread';
export { sweepLabels } from './sweep-labels';
export { addComment, getThread, settleThread } from './thread';
export { dropLabel, keepLabels, writeLabels } from './write-labels';
