// Erasure: what was sent and written about a person goes on request, everywhere where it can be reached.
// Promises that a dry run says what the erasing does, that counts stay, and that what cannot be undone is named.
export { erasePerson } from './erase-person';
export { listErasures } from './list-erasures';
export * from './operations';
