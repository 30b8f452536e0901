import type { Message } from '../world-types.ts';
import { eventFile, wireFile, type FileShare, type StoredFile } from '../files/file-store.ts';
import { ApiError } from './api-error.ts';
import { readBlocks } from './check-content.ts';
import { requireWritableChannel, type Call, type Outcome } from './method.ts';

/** docs.slack.dev/reference/methods/files.getUploadURLExternal */
export function getUploadUrl({ args, world, workspace }: Call): Outcome {
  const name = args.required('filename', 'missing_argument');
  const length = args.count('length', 0);
  if (length === 0) throw new ApiError('missing_argument');
  const { id } = world.files.expect(workspace.teamId, workspace.botId, name, length);
  return { body: { file_id: id, upload_url: `${world.files.origin()}/upload/${id}` } };
}

/** docs.slack.dev/reference/methods/files.completeUploadExternal: its answer does not tell where the file is shared. */
export function completeUpload(call: Call): Outcome {
  const { args, world, workspace } = call;
  const wanted = args.structure('files', 'invalid_arguments') as readonly { id: string; title?: string }[];
  const files = wanted.map(({ id, title }) => requireUpload(call, id, title));
  const channel = requireWritableChannel({ ...call, args: args.renamed('channel_id', 'channel') });
  const threadTs = args.text('thread_ts');
  if (threadTs !== undefined && world.messagesOf(channel.id).find(threadTs) === undefined)
    throw new ApiError('invalid_arguments');
  const blocks = readBlocks(args);
  const message: Message = {
    channel: channel.id,
    ts: world.timestamps.next(),
    ...(threadTs === undefined ? {} : { threadTs }),
    at: call.now,
    teamId: workspace.teamId,
    user: workspace.botUserId,
    botId: workspace.botId,
    appId: workspace.appId,
    subtype: 'file_share',
    text: '',
    ...(blocks === undefined ? {} : { blocks }),
    files: files.map((file) => eventFile(file, world.files.origin())),
  };
  world.messagesOf(channel.id).add(message);
  const share: FileShare = {
    channel: channel.id,
    ts: message.ts,
    ...(threadTs === undefined ? {} : { threadTs }),
  };
  for (const file of files) world.files.put({ ...file, isCompleted: true, shares: [...file.shares, share] });
  return { body: { files: files.map(({ id, name }) => ({ id, title: name })) }, change: { kind: 'posted', message } };
}

function requireUpload({ world, workspace }: Call, id: string, title: string | undefined): StoredFile {
  const file = world.files.find(id);
  if (file?.botId !== workspace.botId || file.sha256 === null || file.isCompleted) throw new ApiError('file_not_found');
  return { ...file, name: title ?? file.name };
}

/** docs.slack.dev/reference/methods/files.info */
export function describeFile(call: Call): Outcome {
  const file = requireFile(call);
  const channels = [...new Set(file.shares.map(({ channel }) => channel))];
  const shown = channels.map((where) => [
    where,
    file.shares
      .filter(({ channel }) => channel === where)
      .map(({ ts, threadTs }) => ({ ts, ...(threadTs === undefined ? {} : { thread_ts: threadTs }) })),
  ]);
  const wire = wireFile(file, call.world.files.origin());
  return { body: { file: { ...wire, shares: { private: Object.fromEntries(shown) as unknown } } } };
}

/** docs.slack.dev/reference/methods/files.delete */
export function deleteFile(call: Call): Outcome {
  const file = requireFile(call);
  if (file.botId !== call.workspace.botId) throw new ApiError('cant_delete_file');
  call.world.files.put({ ...file, isDeleted: true });
  return { body: {} };
}

function requireFile({ args, world, workspace }: Call): StoredFile {
  const file = world.files.find(args.required('file', 'file_not_found'));
  if (file?.teamId !== workspace.teamId) throw new ApiError('file_not_found');
  if (file.isDeleted) throw new ApiError('file_deleted');
  return file;
}
