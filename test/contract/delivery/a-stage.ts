import type { ChatPlatform, PlatformAbilities } from '../../../src/chat/chat-platform.ts';
import type { Composer } from '../../../src/delivery/compose.ts';
import type { DeliveryDeps } from '../../../src/delivery/way.ts';
import { createMetrics } from '../../../src/metrics.ts';
import type { Storage } from '../../../src/storage/storage.ts';

export const AT = { platform: 'stage', workspaceId: 'W1', channelId: 'C1', threadId: '1' };

export const ABILITIES: PlatformAbilities = {
  keepsHistory: true,
  readsBack: true,
  reacts: true,
  files: 'linked',
  orderSign: { inChannel: '/', direct: '/' },
  bringIn: 'invite me',
  joiningNeeds: 'nothing',
  answersPrivately: true,
  maxTextLength: 1_000,
  textLength: (text) => text.length,
  postsPerSecond: 1_000,
  editsPerSecond: 1_000,
  readsPerSecond: 100,
  requestTimeoutMs: 400,
};

const unused = () => Promise.reject(new Error('not used here'));

/** A platform on which a test plays what happens; whatever it does not play must not be asked for. */
export const aStage = (played: Partial<ChatPlatform>): ChatPlatform => ({
  name: AT.platform,
  abilities: ABILITIES,
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
  post: unused,
  edit: unused,
  remove: unused,
  react: unused,
  findDelivered: unused,
  openDirect: unused,
  findMessage: unused,
  findPerson: unused,
  ...played,
});

/** What posts of `words` need that go onto one stage. */
export const onStage = (storage: Storage, stage: ChatPlatform, words: Composer): DeliveryDeps => ({
  storage,
  platforms: new Map([[AT.platform, stage]]),
  composers: new Map([['words', words]]),
  metrics: createMetrics(),
  report: () => Promise.resolve(),
});
