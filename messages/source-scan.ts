import { transform } from 'esbuild';
import { parseAst } from 'vite';

type Node = Record<string, unknown>;
/**
 * A key that a source asks for. Two parts of a file may call different groups by the same name: then it is one of the candidates. `given` are
 * the names of the values that go along; null where the source does not list them.
 */
export type UsedKey = { candidates: string[]; isPrefix: boolean; given: string[] | null };
export type SourceTexts = { visible: string[]; keys: UsedKey[] };

const visibleProps = new Set(['title', 'aria-label', 'placeholder', 'alt', 'label', 'aria-description']);
const translators = new Set(['useTranslations', 'getTranslations']);

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;
const textOf = (node: unknown): string | null =>
  isNode(node) && node.type === 'Literal' && typeof node.value === 'string' ? node.value : null;
const nameOf = (node: unknown): string | null =>
  isNode(node) && node.type === 'Identifier' ? String(node.name) : null;

function walk(node: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(node)) for (const item of node) walk(item, visit);
  else if (isNode(node)) {
    if (typeof node.type === 'string') visit(node);
    for (const value of Object.values(node)) if (isNode(value)) walk(value, visit);
  }
}

/** First part of a template literal, with whether more follows; null for anything that is not text. */
function keyText(node: unknown): { text: string; isPrefix: boolean }[] {
  const literal = textOf(node);
  if (literal !== null) return [{ text: literal, isPrefix: false }];
  if (!isNode(node)) return [];
  if (node.type === 'ConditionalExpression') return [...keyText(node.consequent), ...keyText(node.alternate)];
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node.quasis)) return [];
  const first: unknown = node.quasis[0];
  const cooked = isNode(first) && isNode(first.value) ? first.value.cooked : '';
  return [{ text: typeof cooked === 'string' ? cooked : '', isPrefix: node.quasis.length > 1 }];
}

/** Names that an object literal lists; none where there is none, null where it is another expression or spreads one. */
function listedNames(node: unknown): string[] | null {
  if (node === undefined) return [];
  if (!isNode(node) || node.type !== 'ObjectExpression' || !Array.isArray(node.properties)) return null;
  const names = node.properties.map((property: unknown) =>
    isNode(property) && property.type === 'Property' ? (nameOf(property.key) ?? textOf(property.key)) : null,
  );
  return names.includes(null) ? null : names.flatMap((name) => name ?? []);
}

function visibleTexts(node: unknown): string[] {
  const literal = textOf(node);
  if (literal !== null) return [literal];
  if (!isNode(node)) return [];
  if (node.type === 'ArrayExpression' && Array.isArray(node.elements)) return node.elements.flatMap(visibleTexts);
  if (node.type === 'ConditionalExpression') return [...visibleTexts(node.consequent), ...visibleTexts(node.alternate)];
  if (node.type === 'LogicalExpression') return visibleTexts(node.right);
  return [];
}

/**
 * Texts a person would see that stand in the source (children of elements and the props that are read out), and the message
 * keys the source asks for. Reads the compiled JSX, so generics and comparisons are never taken for tags.
 */
export async function scanSource(path: string, source: string): Promise<SourceTexts> {
  const { code } = await transform(source, {
    loader: path.endsWith('x') ? 'tsx' : 'ts',
    jsx: 'automatic',
    target: 'es2022',
    format: 'esm',
  });
  const tree: unknown = parseAst(code);
  const visible: string[] = [];
  const namespaces = new Map<string, string[]>();
  const addNamespace = (name: string, call: unknown) => {
    const inner = isNode(call) && call.type === 'AwaitExpression' ? call.argument : call;
    if (!isNode(inner) || inner.type !== 'CallExpression' || !translators.has(nameOf(inner.callee) ?? '')) return;
    const namespace = Array.isArray(inner.arguments) ? (textOf(inner.arguments[0]) ?? '') : '';
    namespaces.set(name, [...(namespaces.get(name) ?? []), namespace]);
  };
  walk(tree, (node) => {
    if (node.type === 'VariableDeclarator') {
      const name = nameOf(node.id);
      if (name) addNamespace(name, node.init);
      const isTuple = isNode(node.id) && node.id.type === 'ArrayPattern' && isNode(node.init);
      if (isTuple && isNode(node.id) && Array.isArray(node.id.elements)) {
        const calls: unknown[] = [];
        walk(node.init, (inner) => {
          if (inner.type === 'CallExpression' && Array.isArray(inner.arguments)) {
            const [list] = inner.arguments as unknown[];
            if (isNode(list) && list.type === 'ArrayExpression' && Array.isArray(list.elements))
              calls.push(...list.elements);
          }
        });
        node.id.elements.forEach((element: unknown, index: number) => {
          const tupleName = nameOf(element);
          if (tupleName) addNamespace(tupleName, calls[index]);
        });
      }
    }
    if (node.type !== 'CallExpression' || !['_jsx', 'jsx', 'jsxs'].includes(nameOf(node.callee) ?? '')) return;
    const props: unknown = Array.isArray(node.arguments) ? node.arguments[1] : null;
    if (!isNode(props) || !Array.isArray(props.properties)) return;
    for (const property of props.properties) {
      if (!isNode(property) || property.type !== 'Property') continue;
      const name = nameOf(property.key) ?? textOf(property.key);
      if (name === 'children' || (name !== null && visibleProps.has(name)))
        visible.push(...visibleTexts(property.value));
    }
  });
  const keys: UsedKey[] = [];
  walk(tree, (node) => {
    if (node.type !== 'CallExpression' || !Array.isArray(node.arguments)) return;
    const callee = node.callee;
    const direct = nameOf(callee);
    const owner = isNode(callee) && callee.type === 'MemberExpression' ? nameOf(callee.object) : null;
    const method = owner && isNode(callee) ? nameOf(callee.property) : null;
    const name = direct ?? (['rich', 'markup', 'raw', 'has'].includes(method ?? '') ? owner : null);
    const groups = [...new Set(namespaces.get(name ?? ''))];
    if (groups.length === 0) return;
    const given = method === 'raw' || method === 'has' ? null : listedNames(node.arguments[1]);
    for (const { text, isPrefix } of keyText(node.arguments[0]))
      keys.push({ candidates: groups.map((group) => (group ? `${group}.${text}` : text)), isPrefix, given });
  });
  return { visible: visible.filter((text) => /\p{L}{2,}/u.test(text)), keys };
}
