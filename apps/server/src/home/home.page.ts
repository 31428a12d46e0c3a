import { html, pageOf, type Html } from '../http/html.js';

/** Access for whoever tries the demonstration, under the name that the walk's lines use. */
export interface ShownToken {
  readonly variable: string;
  readonly label: string;
  readonly text: string;
}

/** What the walk is about. */
export interface Ground {
  readonly host: string;
  readonly tokens: readonly ShownToken[];
  readonly programme: string;
  /** Where the manager works; null: it has to be filled in. */
  readonly site: string | null;
}

/** One step of the walk: what it is for, and the line to type. */
interface Step {
  readonly says: string;
  readonly line: string;
}

const DECISION = { option: 'recommended', decision: 'Approved.', rationale: 'A week late costs more.' };

/** From an issue that is filed to the decision log, for a shell with curl and Node. */
function walk({ host, tokens, programme, site }: Ground): readonly Step[] {
  const url = `http://${host}/api/v1`;
  const ask = (who: string, path: string) => `curl -s "${url}${path}" -H "Authorization: Bearer $${who}"`;
  const post = (who: string, path: string, body: object, more = '') =>
    `${ask(who, path)} -H 'Content-Type: application/json'${more} -d '${JSON.stringify(body)}'`;
  const keep = (variable: string, line: string, expression: string) =>
    `${variable}=$(${line} | node -p 'JSON.parse(fs.readFileSync(0)).${expression}'); echo "$${variable}"`;
  const filing = {
    programme,
    title: 'The truck is late',
    kind: 'late',
    site: site ?? 'A-SITE',
    ask: { action: 'waiver', recommendation: 'Let the second truck through.' },
  };
  return [
    { says: 'Who is who', line: tokens.map(({ variable, text }) => `${variable}='${text}'`).join('; ') },
    { says: 'Who you are, and what you may do', line: ask('MANAGER', '/me') },
    { says: 'Where an issue would go; nothing is recorded', line: post('MANAGER', '/routing/dry-run', { draft: filing }) },
    { says: 'File it, and wait for its route', line: keep('ISSUE', post('MANAGER', '/issues', filing, " -H 'Prefer: wait=5'"), 'id') },
    { says: 'Why it went there', line: keep('WHY', ask('MANAGER', '/issues/$ISSUE/why'), 'sentence') },
    { says: 'What waits for the executive', line: ask('EXECUTIVE', '/queue') },
    { says: 'The escalation', line: keep('ESCALATION', ask('EXECUTIVE', '/issues/$ISSUE'), 'escalations[0].id') },
    { says: 'Answer for it', line: post('EXECUTIVE', '/escalations/$ESCALATION/claim', {}) },
    {
      says: 'Decide it; it takes effect ten seconds later',
      line: keep('ENTRY', post('EXECUTIVE', '/escalations/$ESCALATION/decide', DECISION), 'index'),
    },
    { says: 'Its timeline: each entry says what set it off', line: ask('MANAGER', '/issues/$ISSUE?waitFor=$ENTRY') },
    { says: 'The decision log', line: ask('AUDITOR', '/decisions?issue=$ISSUE') },
    { says: 'The decision log as it was one entry before', line: ask('AUDITOR', '/decisions?issue=$ISSUE&asOf=$((ENTRY - 1))') },
    { says: 'What happens, as it happens', line: ask('AUDITOR', '/stream').replace('curl -s', 'curl -sN') },
  ];
}

export function homePage(ground: Ground): string {
  const body = html`<h1>Gravitas</h1>
    <p>
      Delivery issues, who decides them, and why. <a href="/api/docs">API reference</a>, <a href="/api/openapi.json">openapi.json</a>,
      <a href="/health/ready">health</a>.
    </p>
    ${ground.tokens.some(({ text }) => text !== '') ? tokenList(ground.tokens) : noTokens()}
    <h2>A walk</h2>
    ${walk(ground).map(
      ({ says, line }) =>
        html`<p>${says}</p>
          <pre>${line}</pre>`,
    )}`;
  return pageOf('Gravitas', body);
}

function tokenList(tokens: readonly ShownToken[]): Html {
  const rows = tokens.map(
    ({ label, text }) =>
      html`<tr>
        <td>${label}</td>
        <td><code>${text}</code></td>
      </tr>`,
  );
  return html`<h2>The demonstration</h2>
    <p>All of it is made up, and everybody may be anybody:</p>
    <table>
      ${rows}
    </table>`;
}

function noTokens(): Html {
  return html`<h2>Access</h2>
    <p>Every call needs the token of a person. Whoever has the data folder makes one, while the server is stopped:</p>
    <pre>npx gravitas token create --person dana --name "Dana Okafor" --level 1 --role manager</pre>`;
}
