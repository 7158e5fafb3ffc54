// Lineage: where the versions of a model came from and what came of them, as one picture over the rooms.
// Promises that it only reads, and that its queries are bounded: the newest 20 versions, and counts that are kept already.
export { getLineage } from './get-lineage';
export * from './operations';
