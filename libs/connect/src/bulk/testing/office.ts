import { systemClaim, type Claim } from '#application';
import { Organisation } from '#application/testing/organisation';
import { unsealPersonal } from '#vault';
import { exportLines } from '../bulk-export.js';
import type { BulkKind } from '../bulk-kind.js';
import { bulkKinds } from '../bulk-kinds.js';
import type { BulkReport } from '../bulk-report.js';
import { runBulk, type BulkOptions, type BulkParts } from '../bulk-run.js';
import { openBytes } from '../open-bytes.js';

type Plural = BulkKind['plural'];

/** An organisation in memory to which files are brought, and from which they are taken. */
export class Office {
  private constructor(readonly organisation: Organisation) {}

  static async open(): Promise<Office> {
    return new Office(await Organisation.started());
  }

  async bring(
    kind: Plural,
    text: string | Buffer,
    { claim = systemClaim('operator'), dryRun = false, strict = false }: Partial<BulkOptions> & { readonly claim?: Claim } = {},
  ): Promise<BulkReport> {
    return runBulk(bulkKinds[kind], await openBytes(Buffer.from(text as string)), { ...this.#parts(), claim }, { dryRun, strict });
  }

  async take(kind: Plural): Promise<string> {
    const { prefix } = bulkKinds[kind];
    const ids = (await this.organisation.log()).filter(({ stream }) => stream.startsWith(prefix)).map(({ stream }) => stream);
    const keys = [...new Set(ids)].map((stream) => stream.slice(prefix.length).replace(/^.*\./, ''));
    let text = '';
    for await (const lines of exportLines(bulkKinds[kind], each(keys), this.#parts())) text += lines;
    return text;
  }

  /** Types of the events that something led to. */
  async typesOf(deed: () => Promise<unknown>): Promise<readonly string[]> {
    const before = (await this.organisation.log()).length;
    await deed();
    return (await this.organisation.log(before)).map(({ type }) => type);
  }

  #parts(): Omit<BulkParts, 'claim'> {
    const { engine, store, vault } = this.organisation;
    return { engine, log: store, unseal: (events) => unsealPersonal(vault, events), where: { programme: 'tablets' } };
  }
}

async function* each<T>(list: readonly T[]): AsyncGenerator<T> {
  yield* list;
}
