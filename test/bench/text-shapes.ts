import { cpuTimeOf } from '../support/cpu-time.ts';
import { HOSTILE_SHAPES, ORDINARY, repeated } from '../support/text/hostile-shapes.ts';
import { TEXT_WAYS, type TextWay } from '../support/text/text-ways.ts';

/*
 * What formatting costs: each shape of hostile writing, 40,000 characters of it, through each reader and each writer.
 *
 *   npm run bench:text -- [how many shapes to print for each way, default 3]
 *
 * Prints the dearest shapes of each way: CPU time in ms, as a ratio to ordinary writing of the same length in the same
 * run, and as a ratio to half of its own length (2 is linear, 4 grows with the square).
 */

const [shown = 3] = process.argv.slice(2).map(Number);
const LENGTH = 40_000;

const costOf = ({ prepare }: TextWay, shape: string, length: number): number =>
  cpuTimeOf(prepare(repeated(shape, length)));

for (let round = 0; round < 10; round += 1) for (const way of TEXT_WAYS) costOf(way, ORDINARY, LENGTH);

for (const way of TEXT_WAYS) {
  const ordinary = costOf(way, ORDINARY, LENGTH);
  const costs = HOSTILE_SHAPES.map((shape) => ({ shape, cost: costOf(way, shape, LENGTH) }));
  console.log(`\n${way.name}: ordinary writing ${ordinary.toFixed(1)} ms`);
  for (const { shape, cost } of costs.toSorted((a, b) => b.cost - a.cost).slice(0, shown)) {
    const growth = cost / costOf(way, shape, LENGTH / 2);
    console.log(
      `  ${JSON.stringify(shape).padEnd(24)} ${cost.toFixed(1)} ms, ${(cost / ordinary).toFixed(1)} × ordinary, ` +
        `${growth.toFixed(1)} × half of it`,
    );
  }
}
