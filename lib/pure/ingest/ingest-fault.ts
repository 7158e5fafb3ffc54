/** Something that was sent and does not fit: where it stands, which field, why. */
export class IngestFault extends Error {
  /** In words: "Line 3", "rows.2". */
  readonly place: string;
  readonly field: string | null;
  readonly reason: string;

  constructor(place: string, field: string | null, reason: string) {
    super(`${place}${field === null ? '' : `, ${field}`}: ${reason}`);
    this.name = 'IngestFault';
    this.place = place;
    this.field = field;
    this.reason = reason;
  }
}
