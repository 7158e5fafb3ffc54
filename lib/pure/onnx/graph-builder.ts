import type { AttributeSpec, GraphSpec, NodeSpec, TensorSpec, ValueSpec, WritableType } from './write';

/** Collects the nodes of a graph and names what flows between them, apart from the names of its inputs. */
export class GraphBuilder {
  readonly #nodes: NodeSpec[] = [];
  readonly #initializers: TensorSpec[] = [];
  readonly #taken: Set<string>;
  #count = 0;

  constructor(readonly inputs: readonly ValueSpec[]) {
    this.#taken = new Set(inputs.map(({ name }) => name));
  }

  /** The wished name, with as many underscores as it takes to be nobody else's. */
  freeName(wish: string): string {
    let name = wish;
    while (this.#taken.has(name)) name = `${name}_`;
    this.#taken.add(name);
    return name;
  }

  /** Adds a node with one output and returns the output's name. Operators of ai.onnx.ml have their domain before a colon. */
  add(operator: string, inputs: readonly string[], attributes: readonly AttributeSpec[] = [], output?: string): string {
    const name = output ?? this.#fresh();
    const [op = '', domain] = operator.split(':').reverse();
    this.#nodes.push({ op, ...(domain && { domain }), inputs, outputs: [name], attributes });
    return name;
  }

  /** A value of the file itself. */
  constant(type: WritableType, dims: readonly number[], data: TensorSpec['data']): string {
    const name = this.#fresh();
    this.#initializers.push({ name, type, dims, data });
    return name;
  }

  finish(outputs: readonly ValueSpec[]): GraphSpec {
    return { nodes: this.#nodes, initializers: this.#initializers, inputs: this.inputs, outputs };
  }

  #fresh(): string {
    this.#count += 1;
    return this.freeName(`/${this.#count}`);
  }
}
