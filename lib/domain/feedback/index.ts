// Feedback: what people say about answers, and the truth that arrives later.
// Promises that both point at rows, that a label is kept even before its prediction is, and that nothing is counted twice.
export { countFeedback } from './count-feedback';
export { giveFeedback } from './give-feedback';
export { listFeedback } from './list-feedback';
export * from './operations';
export { writeLabels } from './write-labels';
