/** Why a run cannot come to its end; `code` has a sentence. */
export class RunFault extends Error {
  constructor(
    readonly code: string,
    readonly numbers: Record<string, number> = {},
    readonly column: string | null = null,
  ) {
    super(code);
    this.name = 'RunFault';
  }
}
