import { ROLES, type Role } from '#domain';

/** What a route is about, by which it is held against a scope. */
type About =
  /** One issue, escalation, call sheet or decision: whoever is elsewhere is answered as if it were not there. */
  | 'case'
  /** Rows of cases: filtered to those of the reader's scope. */
  | 'cases'
  /** One programme, or what belongs to it as a whole: known to whoever has a role somewhere in it. */
  | 'programme'
  /** Rows of programmes: filtered. */
  | 'programmes'
  /** What everybody in the organisation knows, feeds left out where it is about people. */
  | 'organisation'
  | 'people'
  /** All of it: for whoever has the role in the whole organisation. */
  | 'log'
  /** The caller alone. */
  | 'self'
  /** Nothing that could be anybody's. */
  | 'nothing';

export interface RouteRights {
  readonly about: About;
  /** The roles that may where they hold, if all else is right; none: it takes a part in the case. Left out: whoever is known. */
  readonly by?: readonly Role[];
}

const WORKERS: readonly Role[] = ['manager', 'leader', 'executive'];
const LEADERS: readonly Role[] = ['leader', 'executive'];
const ADMINISTRATOR: readonly Role[] = ['administrator'];
const KEEPERS: readonly Role[] = ['administrator', 'service'];

const toCase = (by: readonly Role[]): RouteRights => ({ about: 'case', by });
const toProgramme = (by: readonly Role[]): RouteRights => ({ about: 'programme', by });
const toOrganisation = (by: readonly Role[]): RouteRights => ({ about: 'organisation', by });
const each = (ids: readonly string[], rights: RouteRights): Record<string, RouteRights> =>
  Object.fromEntries(ids.map((id) => [id, rights]));

/** Every operation, by its id. A new one without an entry here fails: say what it is about, and who may do it. */
export const ROUTE_RIGHTS: Readonly<Record<string, RouteRights>> = {
  ...each(['issue', 'issueRow', 'issueWhy', 'escalation', 'callSheet', 'decision'], { about: 'case' }),
  ...each(['board', 'boardCounts', 'alikeIssues', 'decisions', 'decisionCounts', 'queue', 'queueHeader', 'stream'], { about: 'cases' }),
  ...each(['programme', 'sites', 'site', 'partners', 'partner', 'orders', 'order', 'playbook', 'filingHints', 'policyInForce'], {
    about: 'programme',
  }),
  ...each(['exportSites', 'exportPartners', 'exportOrders'], { about: 'programme', by: ['administrator', 'auditor'] }),
  ...each(['importSites', 'importPartners', 'importOrders'], toProgramme(ADMINISTRATOR)),
  importPeople: toOrganisation(ADMINISTRATOR),
  ...each(['programmes', 'playbooks', 'activations'], { about: 'programmes' }),
  ...each(['calendars', 'workingTime', 'policies', 'selfApprovals', 'policy', 'organisation'], { about: 'organisation' }),
  ...each(['people', 'person', 'peopleBelow', 'grants'], { about: 'people', by: ROLES.filter((role) => role !== 'service') }),
  exportPeople: { about: 'log', by: ['administrator', 'auditor'] },
  ...each(['sources', 'source', 'deadLetters', 'deadLetter'], { about: 'log', by: ['administrator', 'auditor'] }),
  ...each(
    ['registerSource', 'changeSource', 'issueSourceKey', 'revokeSourceKey', 'closeSource', 'sendDeadLetterAgain', 'dropDeadLetter'],
    toOrganisation(ADMINISTRATOR),
  ),
  ...each(['log', 'logState', 'logEntry', 'refusals'], { about: 'log', by: ['auditor'] }),
  ...each(['me'], { about: 'self' }),
  ...each(['live', 'ready', 'demoClock', 'advanceDemoClock'], { about: 'nothing' }),

  fileIssue: toProgramme([...WORKERS, 'service']),
  ...each(
    ['amendIssue', 'resolveIssue', 'linkAsDuplicate', 'acceptWork', 'reassignIssue', 'askToGoUp', 'decideIssue', 'reopenIssue'],
    toCase(WORKERS),
  ),
  addNote: toCase([...WORKERS, 'assistant']),
  ...each(['withdrawIssue', 'callMine', 'callDelegate', 'endCall'], toCase(LEADERS)),

  ...each(['acknowledge', 'snooze', 'endSnooze', 'askQuestion', 'reportDecision'], toCase([...WORKERS, 'assistant'])),
  ...each(
    [
      'claim',
      'release',
      'reassign',
      'answerQuestion',
      'decide',
      'returnWithGuidance',
      'handOver',
      'stepUp',
      'withdrawDecision',
      'supersedeDecision',
      'confirmReport',
      'denyReport',
      'reviewOutcome',
      'renewTimeBox',
      'withdrawEscalation',
    ],
    toCase(WORKERS),
  ),
  decideTogether: { about: 'cases' },
  ...each(['recordContact', 'closeCallSheet'], toCase([])),

  dryRun: { about: 'programme', by: ['manager', 'leader', 'executive', 'assistant', 'auditor', 'administrator', 'service'] },

  ...each(
    [
      'startProgramme',
      'changePhase',
      'changeSponsor',
      'addKind',
      'changeCriticalDetails',
      'changeEconomics',
      'changeBudget',
      'chooseCalendar',
    ],
    toProgramme(ADMINISTRATOR),
  ),
  renewLaunch: toProgramme([]),
  ...each(['registerSite', 'changeSite', 'registerPartner', 'changePartner', 'registerOrder', 'changeOrder'], toProgramme(KEEPERS)),
  ...each(['putPersonForward', 'standPersonDown'], toProgramme([...WORKERS, ...KEEPERS, 'assistant'])),

  ...each(['openPlaybook', 'changeLevers'], toProgramme([...LEADERS, 'administrator'])),
  ...each(['giveHandOver', 'agreeStandingOrder'], toProgramme(LEADERS)),
  ...each(['endHandOver', 'endStandingOrder'], toProgramme(ADMINISTRATOR)),
  ...each(['limitHandOver', 'returnHandOver'], toProgramme([])),

  ...each(
    [
      'registerPerson',
      'changePerson',
      'changeLevel',
      'changeReportingLine',
      'setAttentionBudget',
      'giveRole',
      'takeRole',
      'giveGrant',
      'revokeGrant',
      'planAbsence',
      'endAbsence',
      'declareConflict',
      'liftConflict',
      'issueToken',
      'rotateToken',
      'revokeToken',
      'recordLeaving',
      'setUpOrganisation',
      'switchSoloMode',
      'recordExchangeRate',
      'publishCalendar',
      'approvePolicy',
      'rejectPolicy',
      'activatePolicy',
    ],
    toOrganisation(ADMINISTRATOR),
  ),
  proposePolicy: toOrganisation([...LEADERS, 'administrator']),
};
