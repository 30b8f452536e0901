/** The look of the pages in the browser: these are their colours, and a test keeps them the same. */
export const LIGHT = {
  surface: '#fff',
  sunken: '#f7f8f8',
  line: '#e3e7e7',
  text: '#182222',
  'text-soft': '#586666',
  'accent-text': '#0a645f',
  'accent-wash': '#e3f2f0',
} as const;

export const DARK: Readonly<Record<keyof typeof LIGHT, string>> = {
  surface: '#161b1c',
  sunken: '#101415',
  line: '#283031',
  text: '#e6ecec',
  'text-soft': '#9dabab',
  'accent-text': '#63d3c9',
  'accent-wash': '#16302f',
};

const variables = (colours: Readonly<Record<string, string>>): string =>
  Object.entries(colours)
    .map(([name, value]) => `--${name}:${value};`)
    .join('');

export const STYLE = `
:root{color-scheme:light dark;${variables(LIGHT)}}
@media (prefers-color-scheme:dark){:root{${variables(DARK)}}}
*{box-sizing:border-box}
body{margin:0;background:var(--sunken);color:var(--text);
  font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:56rem;margin:0 auto;padding:2rem 1rem 4rem}
h1{font-size:1.75rem;margin:0 0 .5rem}
h2{font-size:1.25rem;margin:2.5rem 0 .75rem}
h3{font-size:1rem;margin:0}
h4{font-size:.875rem;margin:1rem 0 .25rem;color:var(--text-soft);font-weight:600}
p{margin:.5rem 0}
a{color:var(--accent-text)}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:1rem 0;padding:0;list-style:none}
code,pre{font:.875rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre{margin:.25rem 0;padding:.75rem;overflow-x:auto;background:var(--sunken);border:1px solid var(--line);
  border-radius:6px}
article{margin:.75rem 0;padding:1rem;background:var(--surface);border:1px solid var(--line);border-radius:8px}
article>header{display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:baseline}
article>header code{overflow-wrap:anywhere}
.verb{display:inline-block;min-width:4rem;padding:0 .5rem;text-align:center;border-radius:4px;font-weight:600;
  color:var(--accent-text);background:var(--accent-wash)}
.soft{color:var(--text-soft)}
table{width:100%;border-collapse:collapse;font-size:.9375rem}
.wide{overflow-x:auto}
th,td{padding:.25rem .75rem .25rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th{width:12rem;font-weight:600;color:var(--text-soft);overflow-wrap:anywhere}
td code{white-space:nowrap}
`;
