// What every answer must be, whatever was asked: there, JSON where it refuses, and without words of the machine behind it.
const DEADLINE_MS = 75_000;

/** Words that only the library, the file system, the database or a stack would say. */
const MACHINE = [
  /\[ONNXRuntimeError\]|onnxruntime|Status Message|Non-zero status code|ShapeInferenceError|SchemaError|\.(cc|cpp|h|hpp):\d+/i,
  /\bORT_[A-Z]/,
  /\bstd::|bad_alloc|protobuf (parsing|message)|ModelProto/i,
  /\bat [\w.<>]+ \(|node:internal|node_modules|\.mjs:\d+/,
  /\/(proc|tmp|var|home|root|work|usr|etc)\//,
  /prisma|postgres|ECONN|EPIPE|ENOENT/i,
];

const notOurs = (text, sent) => {
  let rest = text;
  for (const word of sent) if (word.length > 2) rest = rest.replaceAll(JSON.stringify(word).slice(1, -1), '');
  return rest;
};

/** Asks and looks at the answer. `sent` are the caller's own words, which an answer may repeat. */
export async function ask(product, method, address, { headers = {}, body, sent = [] } = {}) {
  const began = performance.now();
  const found = { status: 0, ms: 0, faults: [], text: '', bytes: null, headers: null };
  try {
    const answer = await fetch(product.url + address, {
      method,
      headers: { ...product.headers, ...headers },
      body,
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    found.status = answer.status;
    found.headers = answer.headers;
    found.bytes = Buffer.from(await answer.arrayBuffer());
  } catch (error) {
    found.faults.push('unanswered');
    found.text = String(error?.cause ?? error);
  }
  found.ms = performance.now() - began;
  if (found.status === 0) return found;
  if (found.status < 400) return found;
  found.text = found.bytes.toString();
  try {
    const problem = JSON.parse(found.text);
    found.problem = problem;
    if (typeof problem.error !== 'string' || problem.error.length === 0) found.faults.push('no reason');
    if (!/json/.test(found.headers.get('content-type') ?? '')) found.faults.push('not JSON');
  } catch {
    found.faults.push('not JSON');
  }
  const own = notOurs(found.text, sent);
  if (MACHINE.some((word) => word.test(own)) || own.includes(product.folder) || own.includes(product.root))
    found.faults.push('leak');
  return found;
}
