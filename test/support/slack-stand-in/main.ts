import type { AddressInfo } from 'node:net';
import type { ProcessOptions } from './protocol.ts';
import { createStandInServer } from './server.ts';

/**
 * The stand-in's own process: `node dist/test/support/slack-stand-in/main.js '<options as JSON>'`. Says its port on
 * standard output, and ends when its standard input does, so that it never outlives who started it.
 */
const options = JSON.parse(process.argv[2] ?? '{}') as ProcessOptions;
const { http, ledger } = createStandInServer(options);

http.listen(0, '127.0.0.1', () => {
  const { port } = http.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ port })}\n`);
});

function end(): void {
  http.close();
  void ledger.close().then(() => process.exit(0));
}

process.stdin.resume().once('end', end);
// Whoever started us decides when we end, a terminal's Ctrl-C does not.
process.on('SIGINT', () => undefined);
