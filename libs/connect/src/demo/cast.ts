import type { AttentionBudget, Role, Scope } from '#domain';
import type { Region } from './districts.js';

/** Somebody of the story. Ids are what the log names; names and titles are sealed in it. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** null: stands in no level. */
  readonly level: 1 | 2 | 3 | null;
  readonly reportsTo: string | null;
  readonly attention: AttentionBudget;
  readonly roles: readonly { readonly role: Role; readonly scope: Scope }[];
}

const LEADERS_WEEK: AttentionBudget = { minutesPerWeek: 240, interruptionsPer12Hours: 2, handsOnLimit: 3 };
/** The deputy is here for the days on which Ann is not. */
const DEPUTYS_WEEK: AttentionBudget = { ...LEADERS_WEEK, minutesPerWeek: 180 };
const MANAGERS_WEEK: AttentionBudget = { minutesPerWeek: 1_200, interruptionsPer12Hours: 12, handsOnLimit: 40 };

export const ANN = 'ann-lee';
export const MARCUS = 'marcus-bell';
export const SPONSOR = 'ruth-calder';
export const HELEN = 'helen-ortiz';
export const SAM = 'sam-whitaker';
export const GRACE = 'grace-liu';
export const JOAN = 'joan-park';
export const VERA = 'vera-lind';
export const IRIS = 'iris-novak';
export const PAUL = 'paul-desmond';
export const FEED = 'orchard-feed';
export const DANA = 'dana-brooks';
export const OKAFOR = 'daniel-okafor';
export const IYER = 'gita-iyer';
export const MARSH = 'theo-marsh';
export const CHEN = 'lily-chen';
export const BOONE = 'ray-boone';
export const SATO = 'kenji-sato';
export const ALVAREZ = 'paz-alvarez';
export const LINDQVIST = 'eva-lindqvist';
export const MBEKI = 'jabu-mbeki';

const above = (id: string, name: string, title: string, level: 2 | 3 | null, reportsTo: string | null, role: Role): Member => ({
  id,
  name,
  title,
  level,
  reportsTo,
  attention: LEADERS_WEEK,
  roles: [{ role, scope: {} }],
});

const regional = (id: string, name: string, region: Region, reportsTo: string): Member => ({
  id,
  name,
  title: `Regional manager, ${region}`,
  level: 1,
  reportsTo,
  attention: MANAGERS_WEEK,
  roles: [{ role: 'manager', scope: { region } }],
});

/** Superiors first. */
export const CAST: readonly Member[] = [
  above(SPONSOR, 'Ruth Calder', 'State superintendent of schools', null, null, 'executive'),
  above(ANN, 'Ann Lee', 'Chief operating officer', 3, null, 'executive'),
  { ...above(MARCUS, 'Marcus Bell', 'Deputy chief operating officer', 3, ANN, 'executive'), attention: DEPUTYS_WEEK },
  above(HELEN, 'Helen Ortiz', 'Head of logistics', 2, ANN, 'leader'),
  above(SAM, 'Sam Whitaker', 'Head of field operations', 2, ANN, 'leader'),
  above(GRACE, 'Grace Liu', 'Head of device engineering', 2, ANN, 'leader'),
  regional(DANA, 'Dana Brooks', 'north', HELEN),
  regional(OKAFOR, 'Daniel Okafor', 'north', HELEN),
  regional(MARSH, 'Theo Marsh', 'east', SAM),
  regional(CHEN, 'Lily Chen', 'east', SAM),
  regional(IYER, 'Gita Iyer', 'south', SAM),
  regional(BOONE, 'Ray Boone', 'south', SAM),
  regional(SATO, 'Kenji Sato', 'west', HELEN),
  regional(ALVAREZ, 'Paz Alvarez', 'west', HELEN),
  regional(LINDQVIST, 'Eva Lindqvist', 'central', GRACE),
  regional(MBEKI, 'Jabu Mbeki', 'central', GRACE),
  above(JOAN, 'Joan Park', 'Assistant to Ann Lee', null, ANN, 'assistant'),
  above(VERA, 'Vera Lind', 'State auditor', null, null, 'auditor'),
  above(IRIS, 'Iris Novak', 'Programme administrator', null, null, 'administrator'),
  above(PAUL, 'Paul Desmond', 'Programme administrator', null, null, 'administrator'),
  above(FEED, 'Orchard MDM feed', 'Enrolment feed', null, null, 'service'),
];

/** Ids of the regional managers of each region. */
export function managersOf(region: Region): readonly string[] {
  return CAST.filter(({ level, roles }) => level === 1 && roles.some(({ scope }) => scope.region === region)).map(({ id }) => id);
}

/** Ids of those who stand at a level. */
export function membersAt(level: 1 | 2 | 3): readonly string[] {
  return CAST.filter((member) => member.level === level).map(({ id }) => id);
}
