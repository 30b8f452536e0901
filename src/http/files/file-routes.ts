import { pipeline } from 'node:stream';
import { Router } from '@koa/router';
import { type Context } from 'koa';
import { type OpenFile } from '../../chat/file.ts';
import { PlatformError } from '../../chat/platform-error.ts';
import { AppError, notFound } from '../../errors.ts';
import { type Storage } from '../../storage/storage.ts';
import { type FileLinks } from '../../tickets/files/file-links.ts';
import { type MessageFile, MessageFileSchema } from '../../tickets/files/message-file.schema.ts';
import { openFile, type Platforms } from '../../tickets/files/open-file.ts';
import { findMessage } from '../../tickets/find-ticket.ts';
import { type Limits } from '../limits/create-limits.ts';
import { type RequestState } from '../request-context.ts';

export interface FileRouteDeps {
  readonly storage: Storage;
  readonly platforms: Platforms;
  readonly fileLinks: FileLinks;
  readonly limits: Limits;
}

/** Files for those who have no account where they stand: read from there at each request, and kept nowhere. */
export function createFileRoutes(deps: FileRouteDeps): Router<RequestState> {
  const router = new Router<RequestState>();
  router.get('/files/:signed', async (ctx) => {
    // Whoever guesses is slowed down; what is asked for costs us a request elsewhere.
    deps.limits.ofStranger(ctx);
    try {
      const file = await findFile(deps, ctx.params['signed'] ?? '');
      send(ctx, await openFile(deps.platforms, file).catch(explain));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // A person follows these links.
      ctx.status = error.status;
      ctx.type = 'text/plain';
      ctx.body = `${error.message}\n`;
    }
  });
  return router;
}

/** @throws AppError 404, 410 */
async function findFile({ storage, fileLinks }: FileRouteDeps, signed: string): Promise<MessageFile> {
  const { fileId: id, reader: whom } = await fileLinks.read(signed);
  return storage.read(async (reader) => {
    const file = await reader.findOne(MessageFileSchema, { where: { id } });
    const message = file && (await findMessage(reader, file.messageId));
    if (!message) throw notFound('file');
    const isHidden = message.visibility === 'internal' && whom === 'merchant';
    if (message.deletedAt !== null || file.removedAt !== null || file.isLeftOut || isHidden) throw takenBack();
    return file;
  });
}

/** Never shown in the place of a page, whatever it claims to be: it is saved. */
function send(ctx: Context, { name, bytes, stream }: OpenFile): void {
  // Whoever reads no `filename*` (RFC 5987) reads what every browser reads alike.
  ctx.attachment(name, { fallback: name.replace(/[^\x20-\x7e]/g, '_') });
  ctx.type = 'application/octet-stream';
  ctx.length = bytes;
  ctx.set('Cache-Control', 'no-store');
  ctx.set('Referrer-Policy', 'no-referrer');
  ctx.status = 200;
  // Koa would only warn when the source breaks, and leave the reader waiting for the rest.
  ctx.respond = false;
  ctx.res.statusCode = 200;
  if (ctx.method === 'HEAD') {
    stream.destroy();
    ctx.res.end();
    return;
  }
  pipeline(stream, ctx.res, () => undefined);
}

const takenBack = (): AppError => new AppError(410, 'gone', 'This file was taken back, so there is nothing to see.');

function explain(error: unknown): never {
  if (!(error instanceof PlatformError)) throw error;
  if (error.kind === 'gone') throw new AppError(410, 'gone', 'This file was deleted where it was sent.');
  if (error.kind === 'unauthorized' || error.kind === 'rejected') {
    throw new AppError(
      502,
      'unreadable',
      'This file cannot be read where it was sent. Please ask for it in another way.',
    );
  }
  throw new AppError(503, 'unavailable', 'This file cannot be read just now. Nothing is lost: try again in a minute.');
}
