import { Temporal } from 'temporal-polyfill';
import { ACTION_KINDS, InvalidValue, parseMoney } from '#domain';
import { isCode } from './code-of.js';
import { MappingInvalid } from './import-errors.js';
import type { Mapping, MappedPerson, Setup, TextRule } from './mapping.js';

/** What a schema cannot say: that the parts of a mapping fit together. @throws MappingInvalid */
export function checkItself({ setup, issue }: Mapping): void {
  checkTime(setup);
  checkPeople(setup.people);
  checkNames(setup);
  checkAmounts(setup);
  const { kinds, criticalDetails } = setup.programme;
  const codesOf = (list: readonly { readonly code: string }[]): readonly string[] => list.map(({ code }) => code);
  checkTexts('/issue/kind', issue.kind, oneOf(codesOf(kinds), '/setup/programme/kinds'));
  const details = ['', ...codesOf(criticalDetails)];
  checkTexts('/issue/criticalDetail', issue.criticalDetail, oneOf(details, '/setup/programme/criticalDetails'));
  checkTexts('/issue/ask/action', issue.ask.action, oneOf(ACTION_KINDS, 'the kinds of action'));
  checkTexts('/issue/site/siteClass', issue.site.siteClass, code);
  checkTexts('/issue/partner/partnerClass', issue.partner.partnerClass, code);
  const plain = { order: issue.order, 'site/name': issue.site.name, 'site/region': issue.site.region, 'partner/name': issue.partner.name };
  for (const [part, rule] of Object.entries(plain)) checkTexts(`/issue/${part}`, rule, filled);
}

function checkTime({ zone, from, until, hours }: Setup): void {
  try {
    Temporal.PlainDate.from(from).toZonedDateTime(zone);
  } catch {
    throw new MappingInvalid('/setup/zone', 'must be a time zone such as Europe/Berlin');
  }
  if (until <= from) throw new MappingInvalid('/setup/until', 'must be after /setup/from');
  if (hours.end <= hours.start) throw new MappingInvalid('/setup/hours/end', 'must be later in the day than start');
}

function checkPeople(people: readonly MappedPerson[]): void {
  const superiorOf = new Map(people.map(({ id, reportsTo }) => [id, reportsTo]));
  for (const [i, { id }] of people.entries()) {
    const line = new Set<string>();
    for (let at: string | null = id; at !== null; at = superiorOf.get(at) ?? null) {
      if (line.has(at)) throw new MappingInvalid(`/setup/people/${i}/reportsTo`, 'comes back to where it began');
      line.add(at);
    }
  }
}

/** Nothing stands twice, and who is named is there. */
function checkNames({ people, programme, playbooks }: Setup): void {
  const ids = people.map(({ id }) => id);
  checkOnce('/setup/people', 'id', ids);
  checkOnce('/setup/playbooks', 'id', playbooks.map(({ id }) => id)); // prettier-ignore
  checkOnce('/setup/programme/kinds', 'code', programme.kinds.map(({ code: kind }) => kind)); // prettier-ignore
  checkOnce('/setup/programme/criticalDetails', 'code', programme.criticalDetails.map(({ code: detail }) => detail)); // prettier-ignore
  const known = (path: string, id: string | null | undefined): void => {
    if (id != null && !ids.includes(id)) throw new MappingInvalid(path, `names ${id}, who is not in /setup/people`);
  };
  known('/setup/programme/sponsor', programme.sponsor);
  people.forEach(({ reportsTo, absences }, i) => {
    known(`/setup/people/${i}/reportsTo`, reportsTo);
    absences.forEach(({ substitute }, j) => known(`/setup/people/${i}/absences/${j}/substitute`, substitute));
  });
  playbooks.forEach(({ handOver, standingOrder }, i) => {
    known(`/setup/playbooks/${i}/handOver/by`, handOver?.by);
    known(`/setup/playbooks/${i}/handOver/to`, handOver?.to);
    known(`/setup/playbooks/${i}/standingOrder/by`, standingOrder?.by);
  });
}

function checkOnce(path: string, key: string, names: readonly string[]): void {
  const again = names.findIndex((name, index) => names.indexOf(name) < index);
  if (again >= 0) throw new MappingInvalid(`${path}/${again}/${key}`, 'stands twice');
}

function checkAmounts({ currency, programme, people, playbooks }: Setup): void {
  const check = (path: string, text: string | null | undefined): void => {
    if (text == null) return;
    try {
      parseMoney(text, currency, 'amount');
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      throw new MappingInvalid(path, error.message.replace(/^amount\S* /, ''));
    }
  };
  check('/setup/programme/budget', programme.budget);
  people.forEach(({ grants }, i) => grants.forEach(({ amount }, j) => check(`/setup/people/${i}/grants/${j}/amount`, amount)));
  playbooks.forEach(({ handOver, standingOrder }, i) => {
    check(`/setup/playbooks/${i}/handOver/amountLimit`, handOver?.amountLimit);
    check(`/setup/playbooks/${i}/handOver/valueLimit`, handOver?.valueLimit);
    check(`/setup/playbooks/${i}/standingOrder/maxAmount`, standingOrder?.maxAmount);
  });
}

/** Why a text will not do; null: it will. */
type Rule = (text: string) => string | null;
const filled: Rule = (text) => (text.trim() === '' ? 'must not be empty' : null);
const code: Rule = (text) => (isCode(text) ? null : 'must be 1 to 64 letters, digits, - or _, beginning with a letter or digit');
const oneOf =
  (known: readonly string[], where: string): Rule =>
  (text) =>
    known.includes(text) ? null : `names ${JSON.stringify(text)}, which is not one of ${where}`;

/** Checks what a rule itself says; what columns say is checked row by row. */
function checkTexts(path: string, rule: TextRule, check: Rule): void {
  const said: readonly (readonly [string, string | null])[] =
    'value' in rule
      ? [['value', rule.value]]
      : 'table' in rule
        ? [...Object.entries(rule.table).map(([value, text]) => [`table/${pointer(value)}`, text] as const), ['otherwise', rule.otherwise]]
        : [];
  for (const [part, text] of said) {
    const fault = text === null ? null : check(text);
    if (fault !== null) throw new MappingInvalid(`${path}/${part}`, fault);
  }
}

const pointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
