import { html, pageOf, type Html } from '../http/html.js';

/** Access for whoever tries the demonstration. */
export interface ShownToken {
  readonly label: string;
  readonly text: string;
}

/** One step of the walk: what it is for, and the line to type. */
interface Step {
  readonly says: string;
  readonly line: string;
}

function walk(host: string): readonly Step[] {
  const url = `http://${host}/api/v1`;
  const ask = (token: string, path: string) => `curl -s ${url}${path} -H "Authorization: Bearer $${token}"`;
  const post = (token: string, path: string, body: object, more = '') =>
    `${ask(token, path)} -H 'Content-Type: application/json'${more} -d '${JSON.stringify(body)}'`;
  return [
    { says: 'Who you are, and what you may do', line: ask('MANAGER', '/me') },
    {
      says: 'File an issue and wait for its route: who decides, and why',
      line: post('MANAGER', '/issues', FILING, " -H 'Prefer: wait=5'"),
    },
    { says: 'What waits for the leader', line: ask('LEADER', '/queue') },
    { says: 'Answer for it: take the id of the escalation from the queue', line: post('LEADER', '/escalations/$ESCALATION/claim', {}) },
    { says: 'Decide it', line: post('LEADER', '/escalations/$ESCALATION/decide', DECISION) },
    { says: 'The issue with its timeline: each entry says what set it off', line: ask('MANAGER', '/issues/$ISSUE') },
    { says: 'The decision log', line: ask('LEADER', '/decisions') },
    { says: 'The same as of an earlier entry of the log', line: ask('LEADER', '/decisions?asOf=100') },
    { says: 'What happens, as it happens', line: ask('LEADER', '/stream').replace('curl -s', 'curl -sN') },
  ];
}

const FILING = {
  programme: '$PROGRAMME',
  title: 'The truck is late',
  kind: 'late',
  ask: { action: 'spend', spend: { minor: 3_000_000, currency: 'USD' }, recommendation: 'Pay for the night shift.' },
};
const DECISION = { option: 'recommended', decision: 'Approved: the night shift.', rationale: 'A week late costs more than the shift.' };

export function homePage(host: string, tokens: readonly ShownToken[]): string {
  const body = html`<h1>Gravitas</h1>
    <p>
      Delivery issues, who decides them, and why. <a href="/api/docs">API reference</a>, <a href="/api/openapi.json">openapi.json</a>,
      <a href="/health/ready">health</a>.
    </p>
    ${tokens.length === 0 ? noTokens() : tokenList(tokens)}
    <h2>A walk</h2>
    ${walk(host).map(
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
    <p>Every call needs a token of a person. Whoever has the data folder makes one, while the server is stopped:</p>
    <pre>npx gravitas token create --person dana --name "Dana Okafor" --level 1 --role manager</pre>`;
}
