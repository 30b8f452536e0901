/**
 * What a piece of work costs this process, in ms of processor time: the least of three, whatever else the machine does.
 * @param enough one time that is no more than this will do
 */
export function cpuTimeOf(work: () => unknown, enough = 0): number {
  let least = Infinity;
  for (let round = 0; round < 3 && least > enough; round += 1) {
    const begin = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(begin);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}
