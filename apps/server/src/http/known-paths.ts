import type { FastifyInstance } from './fastify.js';

/** The routes that a server has, so that an address with another method can be told from one that is nothing. */
export class KnownPaths {
  readonly #routes: { readonly method: string; readonly path: string; readonly parts: readonly string[] }[] = [];

  /** To be called before routes are added. */
  listenTo(instance: FastifyInstance): void {
    instance.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) this.#routes.push({ method: one, path: url, parts: partsOf(url) });
    });
  }

  /** Methods, with the pattern of the path. */
  get all(): readonly { readonly method: string; readonly path: string }[] {
    return this.#routes.map(({ method, path }) => ({ method, path }));
  }

  /** Methods that the address of this URL knows, if the asked one is not among them. */
  methodsAt(url: string, asked: string): readonly string[] {
    const parts = partsOf(url.split('?', 1)[0] ?? '');
    const methods = this.#routes.filter((route) => isAt(route.parts, parts)).map(({ method }) => method);
    return methods.includes(asked) ? [] : [...new Set(methods)].sort();
  }
}

const ofServer = new WeakMap<object, KnownPaths>();

/** The known paths of a server, one object each. */
export function knownPaths(instance: FastifyInstance): KnownPaths {
  const known = ofServer.get(instance.server) ?? new KnownPaths();
  ofServer.set(instance.server, known);
  return known;
}

function partsOf(path: string): readonly string[] {
  return path.replace(/\/$/, '').split('/');
}

function isAt(pattern: readonly string[], parts: readonly string[]): boolean {
  if (pattern.includes('*')) return false;
  return pattern.length === parts.length && pattern.every((part, i) => part.startsWith(':') || part === parts[i]);
}
