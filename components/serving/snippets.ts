import type { Row } from '@/lib/domain/registry/schema';

export interface Snippet {
  key: 'curl' | 'python' | 'typescript';
  label: string;
  code: string;
}

/** JSON inside single quotes of a shell: a quote in it ends, escapes itself and begins again. */
const shellText = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** JSON as a literal of Python. */
function pythonLiteral(value: unknown): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(', ')}]`;
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, inner]) => `${JSON.stringify(key)}: ${pythonLiteral(inner)}`)
      .join(', ')}}`;
  return JSON.stringify(value);
}

/** A POST with a JSON body in three languages; each runs as pasted with the key in IMPLANTA_KEY. `shown` is the member that is printed. */
function postSnippets(address: string, body: object, shown: string): Snippet[] {
  const json = JSON.stringify(body);
  return [
    {
      key: 'curl',
      label: 'curl',
      code: `curl ${address} \\
  -H "Authorization: Bearer $IMPLANTA_KEY" \\
  -H "Content-Type: application/json" \\
  -d ${shellText(json)}`,
    },
    {
      key: 'python',
      label: 'Python',
      code: `import json, os, urllib.request

body = ${pythonLiteral(body)}
request = urllib.request.Request(
    "${address}",
    data=json.dumps(body).encode(),
    headers={
        "Authorization": f"Bearer {os.environ['IMPLANTA_KEY']}",
        "Content-Type": "application/json",
    },
)
with urllib.request.urlopen(request) as answer:
    print(json.dumps(json.load(answer)["${shown}"]))`,
    },
    {
      key: 'typescript',
      label: 'TypeScript',
      code: `const answer = await fetch("${address}", {
  method: "POST",
  headers: {
    Authorization: \`Bearer \${process.env.IMPLANTA_KEY}\`,
    "Content-Type": "application/json",
  },
  body: JSON.stringify(${json}),
});
if (!answer.ok) throw new Error(await answer.text());
console.log(JSON.stringify((await answer.json()).${shown}));`,
    },
  ];
}

/** Named rows to `POST /api/models/{m}/predict`. */
export const rowSnippets = (at: { url: string; model: string; row: Row }): Snippet[] =>
  postSnippets(`${at.url}/api/models/${encodeURIComponent(at.model)}/predict`, { rows: [at.row] }, 'predictions');

export interface SampleTensor {
  name: string;
  datatype: string;
  shape: number[];
  data: unknown[];
}

/** Tensors by the Open Inference protocol, at the model's own base address. */
export function tensorSnippets(at: { url: string; model: string; inputs: readonly SampleTensor[] }): Snippet[] {
  const name = encodeURIComponent(at.model);
  return postSnippets(`${at.url}/m/${name}/v2/models/${name}/infer`, { inputs: at.inputs }, 'outputs');
}
