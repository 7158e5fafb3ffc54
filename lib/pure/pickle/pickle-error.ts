export type PickleErrorParams = Readonly<Record<string, string | number>>;

const MESSAGES = {
  empty_file: () => 'The file is empty.',
  not_pickle: () => 'This is not a Python pickle.',
  unknown_opcode: (p) => `The pickle has an unknown instruction (${p.opcode}) at byte ${p.offset}.`,
  truncated: (p) => `The pickle ends in the middle of an instruction, at byte ${p.offset}.`,
  too_large: (p) => `The pickle needs more than ${p.limit} ${p.what}.`,
  malformed: (p) => `The pickle is damaged at byte ${p.offset}.`,
} satisfies Record<string, (p: PickleErrorParams) => string>;

export type PickleErrorCode = keyof typeof MESSAGES;

/** The only error that reading a pickle throws. */
export class PickleError extends Error {
  override readonly name = 'PickleError';

  constructor(
    readonly code: PickleErrorCode,
    readonly params: PickleErrorParams = {},
  ) {
    super(MESSAGES[code](params));
  }
}
