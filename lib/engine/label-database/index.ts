// Label databases: PostgreSQL of other people, from which labels are read.
// Promises that nothing is written there, that the address which was checked is the one that is connected to, and that rows, bytes and time are bounded.
export { type PostgresAddress, readPostgresAddress } from './postgres-address';
export { LabelDatabaseError, type LabelDatabaseFault, type Row, readRows } from './read-rows';
