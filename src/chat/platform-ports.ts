import type { Person } from './address.ts';
import type { ConversationReferences } from './conversation-references.ts';
import type { FileAddresses } from './file-addresses.ts';
import type { History } from './history.ts';
import type { Installations } from './installations.ts';
import type { LiveChat } from './live-chat.ts';
import type { OfferedFiles } from './offered-files.ts';
import type { Sandbox } from './sandbox.ts';

/** What the core keeps and does for a platform that is not an outside system. */
export interface PlatformPorts {
  readonly history: History;
  /** Somebody who is at home in the browser; null when nobody there has this id. */
  readonly findPerson: (userId: string) => Promise<Person | null>;
  readonly liveChat: LiveChat;
  /** An address at which a page reads a file of an entry: good for a day, so that it is asked for when it is shown. */
  readonly linkToFile: (fileId: number) => Promise<string>;
  readonly references: ConversationReferences;
  readonly fileAddresses: FileAddresses;
  readonly offeredFiles: OfferedFiles;
  readonly installations: Installations;
  /** Undefined unless this is a demonstration. */
  readonly sandbox: Sandbox | undefined;
}
