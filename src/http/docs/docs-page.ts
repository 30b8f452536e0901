import type { Described } from './describe-schema.ts';
import type { ErrorResponse, OpenApi, Operation, Parameter } from './describe-api.ts';
import { STYLE } from './docs-style.ts';
import { fieldsOf, type Field } from './fields-of.ts';
import { html, Html } from './html.ts';
import { typeWords } from './type-words.ts';

/** Exactly so, because the page's policy names the style by its hash. */
const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);

/** An operation with where it is called. */
interface Placed extends Operation {
  readonly method: string;
  readonly path: string;
}

/** The document as a page for people: no script, nothing that is loaded. */
export function docsPage(document: OpenApi): string {
  const operations = operationsOf(document);
  const { schemas, responses } = document.components;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Switchboard API</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <main>
          <h1>Switchboard API</h1>
          ${paragraphs(document.info.description)}
          <p>For programs: <a href="/api/openapi.json">openapi.json</a></p>
          <nav aria-label="Topics">
            <ul>
              ${document.tags.map(({ name }) => html`<li><a href="#${anchorOf(name)}">${name}</a></li>`)}
              <li><a href="#errors">Errors</a></li>
              <li><a href="#shapes">Shapes</a></li>
            </ul>
          </nav>
          ${document.tags.map(({ name }) =>
            topic(
              name,
              operations.filter(({ tags }) => tags.includes(name)),
            ),
          )}
          <h2 id="errors">Errors</h2>
          <article>${table('Whatever was asked for', Object.entries(responses).map(errorRow))}</article>
          <h2 id="shapes">Shapes</h2>
          ${Object.entries(schemas).map(([name, schema]) => shape(name, schema))}
        </main>
      </body>
    </html> `;
  return page.markup;
}

const operationsOf = ({ paths }: OpenApi): Placed[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
  );

const anchorOf = (name: string): string => name.toLowerCase().replaceAll(/\W+/g, '-');

const topic = (name: string, operations: readonly Placed[]): Html =>
  html`<h2 id="${anchorOf(name)}">${name}</h2>
    ${operations.map(described)}`;

function described({ method, path, summary, description, parameters = [], requestBody, ...rest }: Placed): Html {
  const body = requestBody?.content['application/json'];
  return html`<article id="${rest.operationId}">
    <header>
      <span class="verb">${method}</span><code>${path}</code>
      <h3>${summary}</h3>
    </header>
    ${paragraphs(description)} ${parameters.length > 0 ? table('Parameters', parameters.map(parameterRow)) : undefined}
    ${body && table('Body', fieldRows(body.schema))}
    ${
      body &&
      html`<h4>Example</h4>
        <pre>${JSON.stringify(body.example, null, 2)}</pre>`
    }
    ${answers(rest.responses)}
  </article> `;
}

const paragraphs = (text: string): Html[] =>
  text.split('\n\n').map((paragraph) => html`<p>${paragraph.split('`').map(codeOrText)}</p>`);

/** What stands between backticks. */
const codeOrText = (text: string, index: number): Html =>
  index % 2 === 1 ? html`<code>${text}</code>` : html`${text}`;

const table = (title: string, rows: readonly Html[]): Html =>
  html`<h4>${title}</h4>
    <div class="wide">
      <table>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`;

const fieldRow = ({ name, isRequired, schema, about }: Field): Html =>
  html`<tr>
    <th scope="row"><code>${name}</code></th>
    <td>${linked(typeWords(schema))}${isRequired ? '' : html` <span class="soft">optional</span>`}</td>
    <td class="soft">${about}</td>
  </tr>`;

/** Only the names of shapes begin with a capital. */
const linked = (words: string): Html[] =>
  words
    .split(/\b([A-Z]\w+)/)
    .map((part, index) => (index % 2 === 1 ? html`<a href="#shape-${part}">${part}</a>` : html`${part}`));

const parameterRow = ({ name, required, schema, description = '' }: Parameter): Html =>
  fieldRow({ name, isRequired: required, schema, about: description });

const fieldRows = (schema: Described): Html[] => fieldsOf(schema).map(fieldRow);

const errorRow = ([status, { description }]: [string, ErrorResponse]): Html =>
  html`<tr>
    <th scope="row"><code>${status.replace('Error', '')}</code></th>
    <td>${description}</td>
  </tr>`;

function answers(responses: Operation['responses']): Html {
  const all = Object.entries(responses);
  const good = all.filter(([status]) => Number(status) < 400);
  const errors = all.filter(([status]) => Number(status) >= 400).map(([status]) => status);
  return html`${good.map(([status, response]) => table(`Answer ${status}`, fieldRows(schemaOf(response))))}
    <p class="soft"><a href="#errors">Errors</a>: ${errors.join(', ')}</p>`;
}

const schemaOf = ({ content }: Described): Described =>
  (content as { readonly 'application/json': { readonly schema: Described } })['application/json'].schema;

const shape = (name: string, schema: Described): Html =>
  html`<article id="shape-${name}">
    <header><h3>${name}</h3></header>
    ${typeof schema['description'] === 'string' ? html`<p class="soft">${schema['description']}</p>` : undefined}
    ${table('Fields', fieldRows(schema))}
  </article> `;
