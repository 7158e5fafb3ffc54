const LOAD_WORD = 0x20;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_NOT_LESS = 0x35;
const JUMP_IF_BITS = 0x45;
const RETURN = 0x06;
const ALLOW = 0x7fff_0000;
const EPERM = 0x0005_0001;
const ENOSYS = 0x0005_0026;
/** Offsets in the kernel's `struct seccomp_data`. */
const AT_NUMBER = 0;
const AT_ARCHITECTURE = 4;
const AT_FLAGS = 16;
const CLONE_THREAD = 0x1_0000;
/** Numbers from here on are those of another calling convention (x32). */
const X32 = 0x4000_0000;

/** Numbers that all architectures share: pidfds, io_uring, the newer mount calls, memfd_secret, fchmodat2. */
const SHARED = [424, 425, 426, 427, 428, 429, 430, 431, 432, 434, 438, 440, 442, 447, 452];
const CLONE3 = 435;

/**
 * Of each architecture: its id, `clone`, and what no runner needs, in this order: sockets, signals and memory of other processes,
 * processes, namespaces and mounts, rights of files, kernel machinery, memory shared by keys.
 */
const MACHINES: Record<string, { id: number; clone: number; denied: number[] }> = {
  x64: {
    id: 0xc000_003e,
    clone: 56,
    denied: [
      ...[41, 42, 49, 50],
      ...[62, 129, 200, 234, 297, 101, 310, 311],
      ...[57, 58],
      ...[155, 161, 165, 166, 272, 308],
      ...[90, 91, 92, 93, 94, 188, 189, 190, 197, 198, 199, 260, 268],
      ...[135, 154, 163, 167, 168, 169, 172, 173, 175, 176, 246, 248, 249, 250, 298, 300, 303, 304, 313, 321, 323],
      ...[29, 30, 31, 64, 68, 240],
    ],
  },
  arm64: {
    id: 0xc000_00b7,
    clone: 220,
    denied: [
      ...[198, 203, 200, 201],
      ...[129, 130, 131, 138, 240, 117, 270, 271],
      ...[39, 40, 41, 51, 97, 268],
      ...[5, 6, 7, 14, 15, 16, 52, 53, 54, 55],
      ...[89, 92, 104, 105, 106, 142, 217, 218, 219, 224, 225, 241, 262, 264, 265, 273, 280, 282],
      ...[180, 186, 190, 194, 195, 196],
    ],
  },
};

/**
 * The kernel's filter (classic BPF) under which a runner works: it can compute, read, write what it holds and start threads.
 * Null for an architecture whose numbers are not known here.
 */
export function seccompFilter(architecture: string): Uint8Array | null {
  const machine = MACHINES[architecture];
  if (!machine) return null;
  const program: [code: number, ifTrue: number, ifFalse: number, value: number][] = [
    [LOAD_WORD, 0, 0, AT_ARCHITECTURE],
    [JUMP_IF_EQUAL, 1, 0, machine.id],
    [RETURN, 0, 0, EPERM],
    [LOAD_WORD, 0, 0, AT_NUMBER],
    [JUMP_IF_NOT_LESS, 0, 1, X32],
    [RETURN, 0, 0, EPERM],
  ];
  for (const number of [...SHARED, ...machine.denied])
    program.push([JUMP_IF_EQUAL, 0, 1, number], [RETURN, 0, 0, EPERM]);
  // Its flags lie in memory, where no filter looks: the C library then takes `clone`.
  program.push([JUMP_IF_EQUAL, 0, 1, CLONE3], [RETURN, 0, 0, ENOSYS]);
  program.push(
    [JUMP_IF_EQUAL, 0, 3, machine.clone],
    [LOAD_WORD, 0, 0, AT_FLAGS],
    [JUMP_IF_BITS, 1, 0, CLONE_THREAD],
    [RETURN, 0, 0, EPERM],
    [RETURN, 0, 0, ALLOW],
  );
  const bytes = new DataView(new ArrayBuffer(program.length * 8));
  program.forEach(([code, ifTrue, ifFalse, value], at) => {
    bytes.setUint16(at * 8, code, true);
    bytes.setUint8(at * 8 + 2, ifTrue);
    bytes.setUint8(at * 8 + 3, ifFalse);
    bytes.setUint32(at * 8 + 4, value, true);
  });
  return new Uint8Array(bytes.buffer);
}
