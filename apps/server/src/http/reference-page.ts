import type { OpenAPIObject } from '@nestjs/swagger';
import { html, pageOf, type Html } from './html.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

interface Listed {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** The interface for people: every operation with what it takes, what it answers and how it refuses. Plain HTML, no script. */
export function referencePage(document: OpenAPIObject): string {
  const operations = Object.entries(document.paths).flatMap(([path, item]) => operationsOf(path, item));
  const tags = [...new Set(operations.map(tagOf))].sort();
  const index = tags.map((tag) => html`<a href="#${tag}">${tag}</a> `);
  const sections = tags.map(
    (tag) =>
      html`<h2 id="${tag}">${tag}</h2>
        ${operations.filter((one) => tagOf(one) === tag).map(entry)}`,
  );
  const intro = (document.info.description ?? '').split('\n\n').map((text) => html`<p>${text}</p>`);
  return pageOf(
    'Gravitas: API reference',
    html`<h1>API reference</h1>
      ${intro}
      <p>${index}</p>
      <p><a href="/api/openapi.json">openapi.json</a></p>
      ${sections}`,
  );
}

function operationsOf(path: string, item: PathItem): Listed[] {
  return (['get', 'post'] as const).flatMap((method) =>
    item[method] === undefined ? [] : [{ method: method.toUpperCase(), path, operation: item[method] }],
  );
}

const tagOf = ({ operation }: Listed): string => operation.tags?.[0] ?? 'Other';

function entry({ method, path, operation }: Listed): Html {
  const { summary = '', description, parameters = [], requestBody, responses } = operation;
  const takes = parameters
    .filter((one) => 'name' in one)
    .map(
      (one) =>
        html`<tr>
          <td><code>${one.name}</code></td>
          <td>${one.in}</td>
          <td>${one.description ?? ''}</td>
        </tr>`,
    );
  const answers = Object.entries(responses).map(([status, response]) => answer(status, response as Answer));
  return html`<details>
    <summary><span class="method">${method}</span> <code>${path}</code> ${summary}</summary>
    ${description === undefined ? '' : html`<p>${description}</p>`}${
      takes.length === 0
        ? ''
        : html`<table>
            ${takes}
          </table>`
    }${body(requestBody as Content | undefined)}${answers}
  </details>`;
}

interface Content {
  readonly content?: Readonly<
    Record<string, { readonly example?: unknown; readonly examples?: Readonly<Record<string, { readonly value?: unknown }>> }>
  >;
}
interface Answer extends Content {
  readonly description?: string;
}

function body(request: Content | undefined): Html | string {
  const example = exampleIn(request);
  return example === undefined
    ? ''
    : html`<p>Body, for example:</p>
        <pre>${JSON.stringify(example, null, 2)}</pre>`;
}

function answer(status: string, response: Answer): Html {
  const example = exampleIn(response);
  if (!status.startsWith('2') || example === undefined) return html`<p class="note">${status}: ${response.description ?? ''}</p>`;
  return html`<p>${status}, for example:</p>
    <pre>${typeof example === 'string' ? example : JSON.stringify(example, null, 2)}</pre>`;
}

function exampleIn(holder: Content | undefined): unknown {
  const [media] = Object.values(holder?.content ?? {});
  return media?.example ?? Object.values(media?.examples ?? {})[0]?.value;
}
