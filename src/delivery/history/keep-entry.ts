import type { MessageRef } from '../../chat/address.ts';
import type { Posted } from '../../chat/history.ts';
import type { MessageSaid } from '../../chat/inbound-event.ts';
import type { OutgoingContent } from '../../chat/message.ts';
import type { Clock } from '../../clock.ts';
import type { Unit } from '../../storage/unit.ts';
import { ChannelVersionSchema, EntrySchema, type EntryRow } from './entry.schema.ts';

/** Keeps what a person said; the platform that it was said on does not. A second time changes nothing. */
export async function keepSaid(unit: Unit, { channelId, ...said }: MessageSaid): Promise<void> {
  await append(unit, {
    channelId,
    messageId: said.messageId,
    threadId: said.threadId ?? null,
    userId: said.userId,
    authorName: null,
    authorAvatarUrl: null,
    deliveryKey: null,
    content: { kind: 'text', text: said.text },
    announce: false,
    visibleTo: null,
    saidAt: null,
    postedAt: said.at,
  });
}

/** Keeps a post of the product. @returns where it stands, also when it was kept before */
export async function keepPost(clock: Clock, unit: Unit, { to, deliveryKey, ...posted }: Posted): Promise<MessageRef> {
  const known = await findPosted(unit, deliveryKey);
  if (known) return { ...to, messageId: known.messageId };
  const messageId = await append(unit, {
    channelId: to.channelId,
    messageId: null,
    threadId: to.threadId ?? null,
    userId: null,
    deliveryKey,
    visibleTo: to.visibleTo ?? null,
    ...posted,
    postedAt: clock.now(),
  });
  // Null: another replica has posted it while we waited for the channel.
  const kept = messageId ?? (await findPosted(unit, deliveryKey))?.messageId;
  if (kept === undefined) throw new Error(`The post ${deliveryKey} could not be kept.`);
  return { ...to, messageId: kept };
}

const findPosted = (unit: Unit, deliveryKey: string): Promise<EntryRow | null> =>
  unit.findOne(EntrySchema, { where: { deliveryKey } });

/** @returns false when no such entry stands there */
export async function changeEntry(
  unit: Unit,
  { channelId, messageId }: Pick<MessageRef, 'channelId' | 'messageId'>,
  content: OutgoingContent,
): Promise<boolean> {
  // Entries stay: what stands there now will stand there when the channel is ours.
  if (!(await unit.findOne(EntrySchema, { where: { channelId, messageId } }))) return false;
  const version = await nextVersion(unit, channelId);
  return (await unit.update(EntrySchema, { channelId, messageId }, { content, version, isEdited: true })) > 0;
}

type NewEntry = Omit<EntryRow, 'id' | 'messageId' | 'number' | 'version' | 'isEdited'> & {
  /** Null: it is named after its place. */
  readonly messageId: string | null;
};

/** @returns its native id; null when it is kept already */
async function append(unit: Unit, row: NewEntry): Promise<string | null> {
  const version = await nextVersion(unit, row.channelId);
  const messageId = row.messageId ?? `post-${version}`;
  const id = await unit.insertOnce(EntrySchema, { ...row, messageId, number: version, version, isEdited: false });
  return id === null ? null : messageId;
}

/** Holds the channel's row until the unit ends. */
async function nextVersion(unit: Unit, channelId: string): Promise<number> {
  await unit.execute(
    `INSERT INTO channel_version (channelId, version) VALUES (?, 1)
     ${unit.dialect.onConflict('channelId')} version = channel_version.version + 1`,
    [channelId],
  );
  return (await unit.findOne(ChannelVersionSchema, { where: { channelId } }))?.version ?? 1;
}
