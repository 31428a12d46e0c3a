import { formatMinor } from '../money.js';
import { FACTOR_REASONS, FLIPS_IN_WORDS, FLOOR_REASONS, QUESTIONS, type Words } from './explanation-words.js';
import type { FullRoute, InputCode } from './route-record.js';

/** What of a route its words are made from. */
export type Explicable = Pick<
  FullRoute,
  | 'level'
  | 'route'
  | 'holder'
  | 'owner'
  | 'noAuthority'
  | 'emptyLevels'
  | 'scoreLevel'
  | 'held'
  | 'floors'
  | 'ceilings'
  | 'factors'
  | 'question'
  | 'flips'
>;

/** A route in words: rendered from its codes whenever it is asked for, never stored. */
export interface Explanation {
  /** "Goes to Ann Lee because …; stays with Dana Okafor if ….": one sentence. */
  readonly sentence: string;
  /** What counted, strongest first. */
  readonly reasons: readonly string[];
  /** A single change, such as somebody could state, that would bring it to another level. */
  readonly otherwise: { readonly level: number; readonly words: string } | null;
  /** The one answer that would decide it. */
  readonly question: { readonly input: InputCode; readonly words: string } | null;
}

export interface Naming {
  /** The name of a person; the id where it is not known. */
  readonly nameOf: (person: string) => string;
  /** The routing currency: all amounts of a route are in it. */
  readonly currency: string;
}

/** So many factors are told of; the rest stand in the table. */
const MOST_FACTORS = 2;

export function explain(route: Explicable, { nameOf, currency }: Naming): Explanation {
  const words = wordsIn(currency);
  const reasons = route.level === 1 ? [whyDelegated(route, words)] : whyEscalated(route, words);
  const otherwise = otherwiseOf(route, words);
  const question = route.question === null ? null : { input: route.question, words: QUESTIONS[route.question] };
  const sentence = [opening(route, nameOf, reasons), ...(otherwise === null ? [] : [turn(route, nameOf, otherwise)])].join('; ');
  return { sentence: `${sentence}.`, reasons, otherwise, question };
}

/** How amounts are said: "24,000.50 USD". */
export function wordsIn(currency: string): Words {
  return { amount: (minor) => grouped(formatMinor({ minor, currency }), currency) };
}

/** The level that the reasons ask for, to which the flips are relative: where nobody can take it, the case itself goes further up. */
export function levelByReasons({ level, emptyLevels }: Pick<FullRoute, 'level' | 'emptyLevels'>): number {
  return emptyLevels[0] ?? level;
}

function whyEscalated(route: Explicable, words: Words): readonly string[] {
  const { floors, factors, held, scoreLevel, noAuthority, emptyLevels } = route;
  const level = levelByReasons(route);
  const asked = floors.filter((floor) => floor.level === level).map(({ code, facts }) => FLOOR_REASONS[code](facts, words));
  const weighed = factors
    .filter(({ points }) => scoreLevel >= level && points > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, MOST_FACTORS)
    .map((factor) => FACTOR_REASONS[factor.code](factor, words));
  const kept = held?.level === level && asked.length + weighed.length === 0 ? ['it is there already, and is kept to avoid bouncing'] : [];
  const alone = noAuthority ? ['nobody else can take it'] : emptyLevels.length > 0 ? ['nobody below can take it'] : [];
  return [...asked, ...weighed, ...kept, ...alone];
}

function whyDelegated({ holder, owner, floors, ceilings, scoreLevel, held }: Explicable, { amount }: Words): string {
  if (holder !== owner) return 'they have claimed it, although nothing keeps it so high any more';
  const capped = Math.max(scoreLevel, held?.level ?? 1) > 1 ? ceilings.find(({ level }) => level === 1)?.code : undefined;
  if (capped !== undefined) return capped === 'HANDED_OVER' ? 'cases like this were handed over' : 'a leader left it there';
  const limit = floors.find(({ code }) => code === 'AMOUNT')?.facts['limitMinor'];
  return typeof limit === 'number' ? `it is inside the limit of ${amount(limit)}` : 'nothing takes it higher';
}

/** The first of the flips in the order of what a person would think of. */
function otherwiseOf(route: Explicable, words: Words): Explanation['otherwise'] {
  const level = levelByReasons(route);
  for (const [fact, say] of FLIPS_IN_WORDS) {
    for (const { fact: name, direction, flip } of route.flips) {
      if (name === fact && flip !== null && flip.level < level === level > 1)
        return { level: flip.level, words: say(flip.value, direction, words) };
    }
  }
  return null;
}

function opening({ route, holder }: Explicable, nameOf: Naming['nameOf'], reasons: readonly string[]): string {
  const because = joined(reasons);
  return route === 'delegated' ? `${nameOf(holder)} decides, because ${because}` : `Goes to ${nameOf(holder)} because ${because}`;
}

function turn({ route, owner }: Explicable, nameOf: Naming['nameOf'], { level, words }: NonNullable<Explanation['otherwise']>): string {
  if (route === 'delegated') return `it goes up if ${words}`;
  return level === 1 ? `it stays with ${nameOf(owner)} if ${words}` : `level ${level} is enough if ${words}`;
}

/** "a", "a and b", "a, b and c". */
function joined(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** "24000.50" → "24,000.50 USD". */
function grouped(amount: string, currency: string): string {
  const [whole = '', fraction] = amount.split('.');
  const groups = whole.replace(/\d(?=(\d{3})+$)/g, '$&,');
  return `${fraction === undefined ? groups : `${groups}.${fraction}`} ${currency}`;
}
