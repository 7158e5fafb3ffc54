// Cards: what a version is for, what it is not for, and how it was made, in the owner's words.
// Promises that readers see published text only and that no revision is lost.
export { getCard, listCardHistory, publishCard, restoreCard, saveCard } from './cards';
export * from './operations';
