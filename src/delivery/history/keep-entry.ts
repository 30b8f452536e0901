import { IsNull } from 'typeorm';
import type { MessageRef } from '../../chat/address.ts';
import type { EntryReaction, Posted } from '../../chat/history.ts';
import type { MessageSaid } from '../../chat/inbound-event.ts';
import type { OutgoingContent } from '../../chat/message.ts';
import { plain } from '../../chat/rich-text.ts';
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
export function changeEntry(
  unit: Unit,
  { channelId, messageId }: EntryPlace,
  content: OutgoingContent,
): Promise<boolean> {
  return change(unit, { channelId, messageId }, () => ({ content, isEdited: true }));
}

/** Nothing of it is left but its place, so that whoever shows it is told. @returns as `changeEntry` */
export function removeEntry(clock: Clock, unit: Unit, at: EntryPlace): Promise<boolean> {
  const nothing = { kind: 'text', text: plain('') } as const;
  return change(unit, at, () => ({ content: nothing, reactions: null, deliveryKey: null, removedAt: clock.now() }));
}

/** @param userId null: the product's own reaction. @returns as `changeEntry` */
export function reactToEntry(
  unit: Unit,
  at: EntryPlace,
  emoji: string,
  userId: string | null,
  isOn: boolean,
): Promise<boolean> {
  return change(unit, at, ({ reactions }) => ({ reactions: withReaction(reactions ?? [], emoji, userId, isOn) }));
}

function withReaction(
  reactions: readonly EntryReaction[],
  emoji: string,
  userId: string | null,
  isOn: boolean,
): EntryReaction[] {
  const isKnown = reactions.some((reaction) => reaction.emoji === emoji);
  return (isKnown ? reactions : [...reactions, { emoji, userIds: [] }])
    .map((reaction) => {
      if (reaction.emoji !== emoji) return reaction;
      const others = reaction.userIds.filter((known) => known !== userId);
      return { emoji, userIds: isOn ? [...others, userId] : others };
    })
    .filter(({ userIds }) => userIds.length > 0);
}

/** The channel's row is held from its version on: what is read then nobody else changes meanwhile. */
async function change(
  unit: Unit,
  { channelId, messageId }: EntryPlace,
  after: (before: EntryRow) => Partial<EntryRow>,
): Promise<boolean> {
  const where = { channelId, messageId, removedAt: IsNull() };
  if (!(await unit.findOne(EntrySchema, { where }))) return false;
  const version = await nextVersion(unit, channelId);
  const before = await unit.findOne(EntrySchema, { where });
  if (before === null) return false;
  await unit.update(EntrySchema, { id: before.id }, { ...after(before), version });
  return true;
}

type EntryPlace = Pick<MessageRef, 'channelId' | 'messageId'>;

type NewEntry = Omit<EntryRow, 'id' | 'messageId' | 'number' | 'version' | 'isEdited' | 'removedAt' | 'reactions'> & {
  /** Null: it is named after its place. */
  readonly messageId: string | null;
};

/** @returns its native id; null when it is kept already */
async function append(unit: Unit, row: NewEntry): Promise<string | null> {
  const version = await nextVersion(unit, row.channelId);
  const messageId = row.messageId ?? `post-${version}`;
  const unchanged = { isEdited: false, removedAt: null, reactions: null };
  const id = await unit.insertOnce(EntrySchema, { ...row, messageId, number: version, version, ...unchanged });
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
