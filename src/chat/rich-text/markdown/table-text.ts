/** A wide cell must not widen a thousand lines. */
const MOST_PADDING = 2_000;

/** A Markdown table as text whose columns stand below each other. @param lines as they were typed */
export function tableText(lines: readonly string[]): string {
  const rows = lines.map(cellsOf);
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  const width = widths.reduce((sum, one) => sum + one, 0);
  const words = rows.reduce((sum, row) => sum + row.reduce((length, cell) => length + cell.length, 0), 0);
  if (width * rows.length > words + MOST_PADDING) return lines.join('\n');
  return rows
    .map((row) => `| ${row.map((cell, column) => padded(cell, widths[column] ?? 0)).join(' | ')} |`)
    .join('\n');
}

/** The cells of a line, without what a quotation around the table puts before it. */
const cellsOf = (line: string): string[] =>
  line
    .replace(/^[\s>]+/, '')
    .replace(/^\||\|\s*$/g, '')
    .split('|')
    .map((cell) => cell.trim());

const padded = (cell: string, width: number): string =>
  /^:?-+:?$/.test(cell) ? '-'.repeat(width) : cell.padEnd(width);
