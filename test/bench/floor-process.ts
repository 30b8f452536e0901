import { verifySlackRequest } from '@slack/bolt';
import Koa from 'koa';
import rawBody from 'raw-body';
import { migrations } from '../../migrations/index.ts';
import { SeenEventSchema } from '../../src/desk/seen-event.schema.ts';
import { schemas } from '../../src/schemas.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { OPTIONS_VARIABLE, type AppOptions } from '../support/scene/app-options.ts';

/* The least that could be done with an event: Koa, the signature, one INSERT. What the product costs is a ratio to it. */

const options = JSON.parse(process.env[OPTIONS_VARIABLE] ?? '{}') as AppOptions;
const storage = await openStorage({ url: options.databaseUrl, schemas, migrations });
await storage.migrate();

const app = new Koa();
app.use(async (ctx) => {
  const body = await rawBody(ctx.req, { encoding: 'utf8' });
  const headers = {
    'x-slack-signature': ctx.get('x-slack-signature'),
    'x-slack-request-timestamp': Number(ctx.get('x-slack-request-timestamp')),
  };
  verifySlackRequest({ signingSecret: options.slack.signingSecret!, body, headers });
  const { event_id: eventKey } = JSON.parse(body) as { event_id: string };
  await storage.unit((unit) => unit.insertOnce(SeenEventSchema, { eventKey, seenAt: new Date() }));
  ctx.status = 200;
});

const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
});
process.on('message', () => process.send?.({ cpu: process.cpuUsage(), rssBytes: process.memoryUsage.rss() }));
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
