import { createHash } from 'node:crypto';
import type { Context } from 'koa';

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto 0;padding:0 1.5rem}h1{font-size:1.25rem}' +
  'li{margin:.5rem 0}code{overflow-wrap:anywhere}' +
  '@media(prefers-color-scheme:dark){body{background:#161b1c;color:#e6ecec}a{color:#8ec5c0}}';

/** Of a page that loads nothing and runs nothing; only its own style counts. */
export const policyOf = (style: string): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

const PAGE_POLICY = policyOf(STYLE);

/** What somebody has to do who reads a page. */
export interface PageStep {
  readonly text: string;
  /** To be written somewhere as it is. */
  readonly code?: string;
  readonly link?: { readonly label: string; readonly href: string };
}

/** A page of ours for somebody who follows a link and is not signed in. */
export interface PublicPage {
  readonly status: number;
  readonly title: string;
  readonly text: string;
  readonly steps?: readonly PageStep[];
}

/** Its address may bear a secret: nobody keeps the page, and nobody to whom it leads is told the address. */
export function showPage(ctx: Context, page: PublicPage): void {
  ctx.status = page.status;
  ctx.set('Content-Security-Policy', PAGE_POLICY);
  ctx.set('Cache-Control', 'no-store');
  ctx.set('Referrer-Policy', 'no-referrer');
  ctx.type = 'html';
  ctx.body = render(page);
}

const render = ({ title, text, steps = [] }: PublicPage): string =>
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
  `<title>${escape(title)}</title><style>${STYLE}</style></head>` +
  `<body><h1>${escape(title)}</h1><p>${escape(text)}</p>${steps.length > 0 ? `<ol>${steps.map(renderStep).join('')}</ol>` : ''}</body></html>`;

const renderStep = ({ text, code, link }: PageStep): string =>
  `<li>${escape(text)}${code === undefined ? '' : ` <code>${escape(code)}</code>`}` +
  `${link === undefined ? '' : ` <a href="${escape(link.href)}">${escape(link.label)}</a>`}</li>`;

const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
