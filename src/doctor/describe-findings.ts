import type { Finding } from '../chat/checkup.ts';

/** The table that is printed: what was looked at, how it is, and what to do. */
export function describeFindings(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ what }) => what.length));
  return [...findings.map((finding) => lineOf(finding, width)), '', summaryOf(findings)].join('\n');
}

const lineOf = ({ what, state, detail, remedy }: Finding, width: number): string =>
  `  ${what.padEnd(width)}  ${state.padEnd(4)}  ${detail}${remedy === undefined ? '' : ` → ${remedy}`}`;

function summaryOf(findings: readonly Finding[]): string {
  const count = (wanted: Finding['state']) => findings.filter(({ state }) => state === wanted).length;
  if (!isWell(findings)) return `To be mended: ${count('fail')}.`;
  const looks = count('look');
  return looks === 0 ? 'All is well.' : `It works. Worth a look: ${looks}.`;
}

/** Whether everything works. */
export const isWell = (findings: readonly Finding[]): boolean => findings.every(({ state }) => state !== 'fail');
