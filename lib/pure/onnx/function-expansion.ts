import { OnnxError } from './onnx-error';

/** Nodes of a graph or function body, and how often it calls each function. */
export interface Scope {
  nodes: number;
  readonly calls: Map<string, number>;
}

/**
 * Nodes left when every function call is replaced by the function's body, as the runtime does.
 * Throws `function_recursive`, or `functions_expand` above `limit`.
 * Example: a main graph with 2 calls of a 3-node function: 2 + 2·3 = 8.
 */
export function expandedNodes(main: Scope, functions: ReadonlyMap<string, Scope>, limit: number): number {
  const known = new Map<string, number>();
  const open = new Set<string>();
  const cost = (scope: Scope): number => {
    let total = scope.nodes;
    for (const [name, count] of scope.calls) total += count * costOf(name);
    return total;
  };
  const costOf = (name: string): number => {
    const done = known.get(name);
    if (done !== undefined) return done;
    const scope = functions.get(name);
    if (!scope) return 0;
    if (open.has(name)) throw new OnnxError('function_recursive', { function: name });
    open.add(name);
    const total = cost(scope);
    open.delete(name);
    known.set(name, total);
    return total;
  };
  for (const name of functions.keys()) costOf(name);
  const total = cost(main);
  if (total > limit) throw new OnnxError('functions_expand', { limit });
  return total;
}
