import { decodeOpcodes } from './decode-opcodes';
import { PickleError } from './pickle-error';

export type PickleFramework = 'scikit-learn' | 'xgboost' | 'lightgbm' | 'pytorch' | 'keras' | 'unknown';

export interface PickleInspection {
  readonly container: 'pickle' | 'joblib' | 'zip';
  /** Null when the file is compressed and cannot be looked into. */
  readonly protocol: number | null;
  /** Names that loading would import, in order of first use. Information, not a verdict. */
  readonly globals: readonly string[];
  readonly framework: PickleFramework;
  /** The first class of the framework, which is the outermost object. */
  readonly estimator?: string;
  /** The framework's version, where the file names it. */
  readonly version?: string;
  /** Names that a trained model has no use for. An empty list proves nothing. */
  readonly suspicious: readonly string[];
  /** False when only the beginning could be read (size limit, arrays between the opcodes, a fault). */
  readonly isComplete: boolean;
}

const MAX_BYTES = 16_777_216;

/** Boosters first: a scikit-learn wrapper class in the same file needs the booster's own converter. */
const FRAMEWORKS: readonly (readonly [RegExp, PickleFramework])[] = [
  [/^xgboost\./, 'xgboost'],
  [/^lightgbm\./, 'lightgbm'],
  [/^torch\./, 'pytorch'],
  [/^(keras|tensorflow)\./, 'keras'],
  [/^(sklearn|imblearn)\./, 'scikit-learn'],
];

const DANGEROUS_MODULES = new Set(
  `os posix nt subprocess pty sys socket shutil ctypes importlib runpy pkgutil pydoc code codeop webbrowser commands popen2
  asyncio multiprocessing threading signal platform tempfile urllib http requests ftplib smtplib telnetlib marshal types
  inspect gc bdb pdb timeit cProfile profile trace imp zipimport site venv ensurepip pip distutils setuptools`.split(
    /\s+/,
  ),
);
const DANGEROUS_NAMES = new Set(
  `eval exec execfile compile open input getattr setattr delattr globals locals vars apply __import__ breakpoint`.split(
    ' ',
  ),
);
const DANGEROUS_FULL = new Set([
  'operator.attrgetter',
  'operator.methodcaller',
  'functools.partial',
  'numpy.testing._private.utils.runstring',
  'torch.hub.load',
]);

/**
 * Looks into a Python pickle, joblib or zip-packed model without running any of it.
 * Reads at most the first 16 MB. Throws PickleError for anything else.
 */
export function inspectPickle(bytes: Uint8Array): PickleInspection {
  if (bytes.length === 0) throw new PickleError('empty_file');
  const nothing = { protocol: null, globals: [], suspicious: [], isComplete: false } as const;
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04))
    return { container: 'zip', framework: zipFramework(bytes), ...nothing };
  if (isCompressed(bytes)) return { container: 'joblib', framework: 'unknown', ...nothing };
  const scan = decodeOpcodes(bytes.subarray(0, MAX_BYTES));
  const hasHeader = bytes[0] === 0x80 && (bytes[1] ?? 255) <= 5;
  if (scan.fault && scan.globals.length === 0) throw hasHeader ? scan.fault : new PickleError('not_pickle');
  const found = findFramework(scan.globals);
  const version = scan.settings.get('_sklearn_version');
  return {
    container: scan.globals.some((name) => name.startsWith('joblib.numpy_pickle.')) ? 'joblib' : 'pickle',
    protocol: scan.protocol,
    globals: scan.globals,
    framework: scan.usesPersistentIds && found.framework === 'unknown' ? 'pytorch' : found.framework,
    ...(found.estimator ? { estimator: found.estimator } : {}),
    ...(version && found.framework === 'scikit-learn' ? { version } : {}),
    suspicious: [...scan.globals.filter(isSuspicious), ...(scan.usesExtensions ? ['(extension registry)'] : [])],
    isComplete: scan.fault === null,
  };
}

function findFramework(globals: readonly string[]): { framework: PickleFramework; estimator?: string } {
  for (const [pattern, framework] of FRAMEWORKS) {
    const estimator = globals.find((name) => pattern.test(name));
    if (estimator) return { framework, estimator };
  }
  return { framework: 'unknown' };
}

function isSuspicious(name: string): boolean {
  const [module = ''] = name.split('.');
  const last = name.slice(name.lastIndexOf('.') + 1);
  const isBuiltin = module === 'builtins' || module === '__builtin__';
  return (
    DANGEROUS_MODULES.has(module) ||
    (isBuiltin && DANGEROUS_NAMES.has(last)) ||
    DANGEROUS_FULL.has(name) ||
    name.includes('?')
  );
}

/** joblib compresses with zlib, gzip, bz2, xz or lz4. */
function isCompressed(bytes: Uint8Array): boolean {
  const isZlib = bytes[0] === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(bytes[1] ?? 0);
  return (
    isZlib ||
    startsWith(bytes, 0x1f, 0x8b) ||
    startsWith(bytes, 0x42, 0x5a, 0x68) ||
    startsWith(bytes, 0xfd, 0x37, 0x7a, 0x58, 0x5a) ||
    startsWith(bytes, 0x04, 0x22, 0x4d, 0x18)
  );
}

/** The name of the first member follows its 30-byte header. */
function zipFramework(bytes: Uint8Array): PickleFramework {
  const names = new TextDecoder('latin1').decode(bytes.subarray(30, 4_096));
  if (/(data\.pkl|\.format_version|\/byteorder|constants\.pkl)/.test(names)) return 'pytorch';
  return /(metadata\.json|config\.json|model\.weights\.h5)/.test(names) ? 'keras' : 'unknown';
}

const startsWith = (bytes: Uint8Array, ...magic: number[]): boolean => magic.every((byte, i) => bytes[i] === byte);
