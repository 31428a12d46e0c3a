/** The questions that screens ask of a log of size, each at a moment: now, or after an entry. */
const ALL = { person: 'auditor', everything: true, scopes: [] };
const leader = (n) => `leader-${n % 12}`;
const manager = (n) => `manager-${n % 40}`;
const scoped = (n) => ({ person: manager(n), everything: false, scopes: [{ programme: 'devices', region: 'north' }] });
const first = { limit: 50, cursor: null };
const board = (view, more = {}) => ({ view, filters: {}, sort: null, ...first, ...more });

/** `ask(views, moment, n)`: the n-th time it is asked, of somebody else. */
export const QUESTIONS = [
  { name: 'queue page', ask: ({ executiveQueue }, moment, n) => executiveQueue.page(queueOf(moment, n)) },
  { name: 'queue header', ask: ({ executiveQueue }, moment, n) => executiveQueue.header(queueOf(moment, n)) },
  { name: 'board: open, by due date', ask: (views, moment) => views.board.page({ ...board('open'), visibility: ALL, moment }) },
  {
    name: 'board: open, by severity',
    ask: (views, moment) => views.board.page({ ...board('open', { sort: 'severity' }), visibility: ALL, moment }),
  },
  { name: 'board: mine', ask: (views, moment, n) => views.board.page({ ...board('mine'), visibility: scoped(n), moment }) },
  { name: 'board: team', ask: (views, moment, n) => views.board.page({ ...board('team'), visibility: asLeader(n), moment }) },
  { name: 'board: a scope', ask: (views, moment, n) => views.board.page({ ...board('open'), visibility: scoped(n), moment }) },
  {
    name: 'board: a partner',
    ask: (views, moment, n) => {
      const filters = { programme: 'devices', partner: `partner-${n % 400}` };
      return views.board.page({ ...board('open', { filters }), visibility: ALL, moment });
    },
  },
  { name: 'board: closed', ask: (views, moment) => views.board.page({ ...board('closed'), visibility: ALL, moment }) },
  { name: 'board: closed, a scope', ask: (views, moment, n) => views.board.page({ ...board('closed'), visibility: scoped(n), moment }) },
  { name: 'board: counts', ask: (views, moment, n) => views.board.counts({ visibility: scoped(n), moment }) },
  { name: 'decision log', ask: (views, moment) => views.decisionLog.page({ visibility: ALL, moment, filters: {}, ...first }) },
  {
    name: 'decision log: a scope',
    ask: (views, moment, n) => views.decisionLog.page({ visibility: scoped(n), moment, filters: {}, ...first }),
  },
  {
    name: 'decision log: a decider',
    ask: (views, moment, n) => views.decisionLog.page({ visibility: ALL, moment, filters: { person: leader(n) }, ...first }),
  },
  {
    name: 'decision log: counts',
    ask: (views, moment) => views.decisionLog.counts({ visibility: ALL, moment, since: weekBefore(moment) }),
  },
  { name: 'people', ask: ({ people }, moment) => people.list({ moment }) },
  { name: 'person', ask: ({ people }, moment, n) => people.person({ id: leader(n), moment }) },
];

function queueOf(moment, n) {
  const visibility = { person: leader(n), everything: true, scopes: [] };
  return { leader: leader(n), visibility, moment, shelf: 'waiting', ...first };
}

function asLeader(n) {
  return { person: leader(n), everything: true, scopes: [] };
}

function weekBefore({ now }) {
  return new Date(Date.parse(now) - 7 * 86_400_000).toISOString();
}
