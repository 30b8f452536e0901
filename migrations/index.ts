import { CreateJobTables1795305600000 } from './1795305600000-create-job-tables.ts';
import { CreateDeliveryTables1795305601000 } from './1795305601000-create-delivery-tables.ts';
import { CreateDirectoryTables1795305602000 } from './1795305602000-create-directory-tables.ts';
import { CreateTicketTables1795305603000 } from './1795305603000-create-ticket-tables.ts';
import { CreateDeskTables1795305604000 } from './1795305604000-create-desk-tables.ts';
import { CreateOfferTables1795305605000 } from './1795305605000-create-offer-tables.ts';
import { AddAgentColumns1795305606000 } from './1795305606000-add-agent-columns.ts';
import { IndexDeliveryNativeId1795305607000 } from './1795305607000-index-delivery-native-id.ts';
import { CreateHistoryTables1795305608000 } from './1795305608000-create-history-tables.ts';
import { CreateMemberTable1795305609000 } from './1795305609000-create-member-table.ts';
import { CreateSignInTables1795305610000 } from './1795305610000-create-sign-in-tables.ts';
import { CreateLiveChatTables1795305611000 } from './1795305611000-create-live-chat-tables.ts';
import { CreateApiKeyTable1795305613000 } from './1795305613000-create-api-key-table.ts';
import { WidenAudit1795305613001 } from './1795305613001-widen-audit.ts';
import { AddMessageRevisions1795305614000 } from './1795305614000-add-message-revisions.ts';
import { AddMessageVersions1795305614500 } from './1795305614500-add-message-versions.ts';
import { AddDeliveryTrouble1795305615000 } from './1795305615000-add-delivery-trouble.ts';
import { AddChannelFoundAt1795305615500 } from './1795305615500-add-channel-found-at.ts';
import { AddWordsVersion1795305615700 } from './1795305615700-add-words-version.ts';
import { CreateDeskAdminTable1795305616000 } from './1795305616000-create-desk-admin-table.ts';
import { AddMergedInto1795305616500 } from './1795305616500-add-merged-into.ts';
import { CreateInstallationTables1795305617000 } from './1795305617000-create-installation-tables.ts';
import { CreateHomeTable1795305619000 } from './1795305619000-create-home-table.ts';
import { IndexMessagePerson1795305619100 } from './1795305619100-index-message-person.ts';
import { DropMessageAuthor1795305619200 } from './1795305619200-drop-message-author.ts';
import { CreateCatchingUpTables1795305620000 } from './1795305620000-create-catching-up-tables.ts';
import { CreateFileTables1795305621000 } from './1795305621000-create-file-tables.ts';
import { CreateConversationReferenceTable1795305622000 } from './1795305622000-create-conversation-reference-table.ts';
import { AddTeamOfReference1795305623000 } from './1795305623000-add-team-of-reference.ts';
import { AddLostAnswers1795305624000 } from './1795305624000-add-lost-answers.ts';
import { CreateFileAddressTable1795305624100 } from './1795305624100-create-file-address-table.ts';
import { AddSideEpoch1795305625000 } from './1795305625000-add-side-epoch.ts';
import { AddSideToldNumber1795305625010 } from './1795305625010-add-side-told-number.ts';
import { IndexSideEpoch1795305625020 } from './1795305625020-index-side-epoch.ts';

/** All migrations, oldest first. */
export const migrations = [
  CreateJobTables1795305600000,
  CreateDeliveryTables1795305601000,
  CreateDirectoryTables1795305602000,
  CreateTicketTables1795305603000,
  CreateDeskTables1795305604000,
  CreateOfferTables1795305605000,
  AddAgentColumns1795305606000,
  IndexDeliveryNativeId1795305607000,
  CreateHistoryTables1795305608000,
  CreateMemberTable1795305609000,
  CreateSignInTables1795305610000,
  CreateLiveChatTables1795305611000,
  CreateApiKeyTable1795305613000,
  WidenAudit1795305613001,
  AddMessageRevisions1795305614000,
  AddMessageVersions1795305614500,
  AddDeliveryTrouble1795305615000,
  AddChannelFoundAt1795305615500,
  AddWordsVersion1795305615700,
  CreateDeskAdminTable1795305616000,
  AddMergedInto1795305616500,
  CreateInstallationTables1795305617000,
  CreateHomeTable1795305619000,
  IndexMessagePerson1795305619100,
  DropMessageAuthor1795305619200,
  CreateCatchingUpTables1795305620000,
  CreateFileTables1795305621000,
  CreateConversationReferenceTable1795305622000,
  AddTeamOfReference1795305623000,
  AddLostAnswers1795305624000,
  CreateFileAddressTable1795305624100,
  AddSideEpoch1795305625000,
  AddSideToldNumber1795305625010,
  IndexSideEpoch1795305625020,
];
