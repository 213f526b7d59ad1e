/** A namespace, service, message or enum as protobufjs writes it in JSON. */
export interface ProtoNode {
  nested?: Record<string, ProtoNode>;
  fields?: Record<string, { type: string; keyType?: string }>;
  methods?: Record<string, { requestType: string; responseType: string }>;
  [other: string]: unknown;
}

type Path = readonly string[];

/**
 * The definitions of some calls, with all messages and enums they are made of and nothing else. `calls` names methods by their
 * service's full name. Throws where one of them is not defined.
 */
export function trimProtos(root: ProtoNode, calls: Readonly<Record<string, readonly string[]>>): ProtoNode {
  const kept = new Set<string>();
  const keepType = (reference: string, scope: Path): void => {
    const path = resolveType(root, reference, scope);
    if (path === undefined || kept.has(path.join('.'))) return;
    kept.add(path.join('.'));
    for (const { type } of Object.values(nodeAt(root, path)?.fields ?? {})) keepType(type, path);
  };
  for (const [service, methods] of Object.entries(calls)) {
    const path = service.split('.');
    kept.add(service);
    for (const name of methods) {
      const method = nodeAt(root, path)?.methods?.[name];
      if (method === undefined) throw new Error(`${service} has no method ${name}`);
      keepType(method.requestType, path);
      keepType(method.responseType, path);
    }
  }
  return prune(root, [], { kept, calls }) ?? {};
}

interface Wanted {
  kept: ReadonlySet<string>;
  calls: Readonly<Record<string, readonly string[]>>;
}

/** A node with what is kept of it; undefined where that is nothing. What only encloses something kept loses its own content. */
function prune(node: ProtoNode, path: Path, wanted: Wanted): ProtoNode | undefined {
  const name = path.join('.');
  const { nested, ...own } = node;
  const inside = Object.entries(nested ?? {}).flatMap(([key, child]) => {
    const left = prune(child, [...path, key], wanted);
    return left ? [[key, left] as const] : [];
  });
  const isKept = wanted.kept.has(name);
  if (!isKept && inside.length === 0) return undefined;
  const methods = wanted.calls[name];
  return {
    ...(isKept ? own : {}),
    ...(methods ? { methods: pick(own.methods ?? {}, methods) } : {}),
    ...(inside.length > 0 ? { nested: Object.fromEntries(inside) } : {}),
  };
}

function pick<T>(all: Record<string, T>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

/** Where a type is, by protobuf's rule: a name is looked for in the innermost scope first. Undefined for a scalar. */
function resolveType(root: ProtoNode, reference: string, scope: Path): Path | undefined {
  const parts = reference.replace(/^\./, '').split('.');
  const outermost = reference.startsWith('.') ? 0 : scope.length;
  for (let depth = outermost; depth >= 0; depth -= 1) {
    const path = [...scope.slice(0, depth), ...parts];
    if (nodeAt(root, path)) return path;
  }
  return undefined;
}

function nodeAt(root: ProtoNode, path: Path): ProtoNode | undefined {
  return path.reduce<ProtoNode | undefined>((node, name) => node?.nested?.[name], root);
}
