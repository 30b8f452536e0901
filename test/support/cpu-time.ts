const ROUNDS = 3;
/** What is too dear stays so; what only met a busy moment, or code that was not compiled yet, does not. */
const ROUNDS_TO_BE_CHEAP = 12;

/**
 * What a piece of work costs this process, in ms of processor time: the least of a few, whatever else the machine does.
 * @param enough one time that is no more than this will do
 */
export function cpuTimeOf(work: () => unknown, enough = 0): number {
  const rounds = enough > 0 ? ROUNDS_TO_BE_CHEAP : ROUNDS;
  let least = Infinity;
  for (let round = 0; round < rounds && least > enough; round += 1) {
    const begin = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(begin);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}
