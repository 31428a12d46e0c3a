import { inForceAt, ORGANISATION, type Instant, type Policy } from '#domain';
import type { Kysely } from 'kysely';
import { labelsOf, type LabelDatabase } from './labels.js';
import type { ActivationRow, OrganisationRow, Policies, PolicyRow } from './policies.js';
import type { PolicyBookDoc, policyBookTable, PolicyDoc, policyTable } from './policies.projection.js';
import type { Moment } from './reading.js';
import { standing } from './store/as-of.js';
import type { DatabaseOf } from './store/table.js';

type PolicyDatabase = DatabaseOf<typeof policyTable | typeof policyBookTable> & LabelDatabase;

type Proposed = Exclude<PolicyDoc['state'], { status: 'none' }>;
type Book = PolicyBookDoc & { readonly scope: string };

export function policyQueries(db: Kysely<PolicyDatabase>): Policies {
  const booksAt = async ({ index }: Moment): Promise<readonly Book[]> => {
    const rows = await db.selectFrom('policy_book').select(['id', 'doc']).where(standing(index)).orderBy('id').execute();
    return rows.map(({ id, doc }) => ({ scope: id, ...(JSON.parse(doc) as PolicyBookDoc) }));
  };
  const policiesAt = async (moment: Moment): Promise<readonly (PolicyRow & { readonly policy: Policy })[]> => {
    const rows = await db.selectFrom('policy').selectAll().where(standing(moment.index)).execute();
    const docs = rows.map(({ revision, doc }) => ({ revision, ...(JSON.parse(doc) as PolicyDoc) }));
    const newestFirst = docs.sort((a, b) => b.proposedIndex - a.proposedIndex);
    const people = newestFirst.flatMap(({ state, judgedBy }) => [(state as Proposed).by, judgedBy]);
    const labels = await labelsOf(db, { people, texts: newestFirst.flatMap(({ note, judgement }) => [note, judgement]) });
    const books = await booksAt(moment);
    return newestFirst.map((doc) => {
      const state = doc.state as Proposed;
      return {
        hash: state.hash,
        name: state.policy.name,
        revision: doc.revision,
        status: state.status,
        author: labels.person(state.by),
        proposedAt: doc.proposedAt,
        note: labels.text(doc.note),
        judgedBy: doc.judgedBy === null ? null : labels.person(doc.judgedBy),
        judgedAt: doc.judgedAt,
        judgement: labels.text(doc.judgement),
        selfApproved: state.status === 'approved' && state.selfApproved,
        scopes: books.filter((book) => book.state.activations.at(-1)?.hash === state.hash).map(({ scope }) => scope),
        policy: state.policy,
      };
    });
  };
  const activationsAt = async (moment: Moment, scope?: string): Promise<readonly ActivationRow[]> => {
    const [books, policies] = [await booksAt(moment), await policiesAt(moment)];
    const labels = await labelsOf(db, { people: books.flatMap(({ activated }) => activated.map(({ by }) => by)) });
    return books
      .filter((book) => scope === undefined || book.scope === scope)
      .flatMap((book) =>
        book.state.activations.map((activation, i) => ({ book, activation, mark: book.activated[i] as Book['activated'][number] })),
      )
      .sort((a, b) => b.mark.index - a.mark.index)
      .map(({ book, activation, mark }) => ({
        scope: book.scope,
        ...activation,
        policyName: policies.find(({ hash }) => hash === activation.hash)?.name ?? null,
        activatedBy: labels.person(mark.by),
        at: mark.at,
        index: mark.index,
        inForce: inForceAt(book.state, moment.now) === activation,
      }));
  };
  return {
    list: async (moment) => (await policiesAt(moment)).map(withoutPolicy),
    policy: async (hash, moment) => (await policiesAt(moment)).find((policy) => policy.hash === hash) ?? null,
    activations: activationsAt,
    inForce: async (programme, moment) => {
      const inForce = (await activationsAt(moment)).filter((activation) => activation.inForce);
      return inForce.find(({ scope }) => scope === programme) ?? inForce.find(({ scope }) => scope === ORGANISATION) ?? null;
    },
    organisation: async (moment) => organisationIn(await booksAt(moment)),
    selfApprovals: async (moment) => (await policiesAt(moment)).filter(({ selfApproved }) => selfApproved).map(withoutPolicy),
  };
}

function withoutPolicy({ policy: _policy, ...row }: PolicyRow & { readonly policy: Policy }): PolicyRow {
  return row;
}

function organisationIn(books: readonly Book[]): OrganisationRow | null {
  const book = books.find(({ scope }) => scope === ORGANISATION);
  if (book === undefined || book.state.organisation === null) return null;
  const { organisation, soloMode, rates, revision } = book.state;
  const rateRows = Object.entries(rates).map(([from, { numerator, denominator }]) => {
    const { at, to } = book.ratedAt[from] as { readonly at: Instant; readonly to: string };
    return { from, to, numerator, denominator, at };
  });
  return { ...organisation, soloMode, rates: rateRows, revision: revision - 1 };
}
