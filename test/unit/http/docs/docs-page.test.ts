import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { route } from '../../../../src/directory/api-route.ts';
import { DARK, LIGHT } from '../../../../src/http/docs/docs-style.ts';
import { fieldsOf } from '../../../../src/http/docs/fields-of.ts';
import { html } from '../../../../src/http/docs/html.ts';
import { typeWords } from '../../../../src/http/docs/type-words.ts';
import { serve } from '../serve.ts';

const odd = route({
  method: 'post',
  path: '/things/:id',
  permission: 'tickets:read',
  topic: 'Odd <things>',
  summary: 'Do <script>alert(1)</script>',
  details: 'Say `"who"` & <why>.',
  params: { id: z.coerce.number().meta({ example: 1 }) },
  body: z.strictObject({ name: z.string().meta({ description: '<b>bold</b>' }) }),
  example: { name: '</pre><i>' },
  answer: { thing: z.strictObject({ at: z.date() }).meta({ id: 'OddThing' }) },
  handle: () => Promise.resolve({ thing: { at: new Date(0) } }),
});

describe('the page', () => {
  test('has one style, which its policy names, and nothing else that a browser would load or run', async () => {
    await using app = await serve({ apiRoutes: [odd] });
    const answer = await app.get('/api/docs');
    const page = await answer.text();
    const [, style] = /<style>([^]*?)<\/style>/.exec(page)!;
    const hash = createHash('sha256').update(style!).digest('base64');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(page).not.toMatch(/<(script|link|img|iframe|object|form)\b|style="|\son\w+=|(src|href)="(?![#/])/i);
  });

  test('shows words as words, whatever is in them', async () => {
    await using app = await serve({ apiRoutes: [odd] });
    const page = await (await app.get('/api/docs')).text();
    expect(page).toContain('Do &#60;script&#62;alert(1)&#60;/script&#62;');
    expect(page).toContain('Say <code>&#34;who&#34;</code> &#38; &#60;why&#62;.');
    expect(page).not.toMatch(/<b>|<i>|<things>|<why>/);
  });

  test('names what is sent and answered', async () => {
    await using app = await serve({ apiRoutes: [odd] });
    const page = await (await app.get('/api/docs')).text();
    expect(page).toContain('/api/things/{id}');
    expect(page).toContain('<a href="#shape-OddThing">OddThing</a>');
    expect(page).toContain('id="shape-OddThing"');
  });

  test('has the colours of the other pages', () => {
    const tokens = readFileSync('adapters/web/client/src/styles/tokens.css', 'utf8');
    const [light, dark] = tokens.split('@media');
    for (const [name, colour] of Object.entries(LIGHT)) expect(light).toContain(`--${name}: ${colour};`);
    for (const [name, colour] of Object.entries(DARK)) expect(dark).toContain(`--${name}: ${colour};`);
  });
});

test('markup in markup stays, all else is escaped', () => {
  const inner = html`<b>${'<'}</b>`;
  expect(html`${inner}${[inner, inner]}${'"&\''}${undefined}${7}`.markup).toBe(
    `${'<b>&#60;</b>'.repeat(3)}&#34;&#38;&#39;7`,
  );
});

test.each([
  [{ $ref: '#/components/schemas/Ticket' }, 'Ticket'],
  [{ type: 'array', items: { $ref: '#/components/schemas/Ticket' } }, 'a list of Ticket'],
  [{ anyOf: [{ type: 'integer' }, { type: 'null' }] }, 'a whole number or null'],
  [{ type: ['string', 'null'] }, 'a text or null'],
  [{ type: 'string', enum: ['low', 'high'] }, 'low, high'],
  [{ type: 'boolean', const: true }, 'true'],
  [{ type: 'integer', minimum: 1, maximum: 100 }, 'a whole number, 1 to 100'],
  [{ type: 'string', maxLength: 200 }, 'a text, at most 200 characters'],
  [{ type: 'string', format: 'date-time' }, 'a time like 2026-01-31T09:00:00Z'],
  [{}, 'anything'],
])('%j is said as: %s', (schema, words) => {
  expect(typeWords(schema)).toBe(words);
});

test('the fields of an object in an object stand after it', () => {
  const inner = { type: 'object', properties: { weight: { type: 'integer' } }, required: ['weight'] };
  const schema = { properties: { rules: inner, agents: { type: 'array', items: inner } }, required: ['rules'] };
  expect(fieldsOf(schema).map(({ name, isRequired }) => [name, isRequired])).toEqual([
    ['rules', true],
    ['rules.weight', true],
    ['agents', false],
    ['agents[].weight', true],
  ]);
});
