import type { CommandGiven } from '../../chat/inbound-event.ts';
import { visibleText } from '../../chat/rich-text.ts';
import { findChannel } from '../../directory/find-channel.ts';
import { findGuest } from '../../directory/installations/find-guest.ts';
import type { InstallLink } from '../../directory/installations/install-link.schema.ts';
import { letIn } from '../../directory/installations/join.ts';
import { isLinkOpen, takeLink } from '../../directory/installations/make-install-link.ts';
import { refuse } from '../../errors.ts';
import type { Unit } from '../../storage/unit.ts';
import { connectForMerchant } from '../connect-guest.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { onceFor } from './order.ts';

const NEEDS_LINK =
  'To connect this, write `join` and the code of a link. Ask the support team that you want to reach for one.';
const MAKES_HOME = 'This link makes a workspace home, which cannot be done so. Ask for one that names a merchant.';
const DONE = 'This is connected: each message that asks for something goes to support, and the answer comes back here.';
const DONE_BEFORE = 'This is connected already.';
const TAKEN = 'This is connected as something else, and stays it. Nothing was changed.';

/** Who gave the order, for a place to be connected. */
interface Joining {
  readonly event: CommandGiven;
  /** The code of a link; empty where none was brought. */
  readonly code: string;
}

/**
 * `join`, with what stands in the address of a link: the workspace becomes the guest of the link's merchant for ever, and
 * the place in which it was said theirs. In a workspace that is a guest the code is not needed any more. At home a link
 * connects somebody's conversation with our bot alone, and nothing else.
 */
export async function followJoin(deps: DeskDeps, event: CommandGiven, sign: string): Promise<string> {
  const { isHome } = deps.platforms.get(event.platform) ?? {};
  if (!isHome) throw refuse('Nothing is joined here so: follow the link that you were sent.');
  const joining = { event, code: visibleText(event.text).trim() };
  return onceFor(deps, { event, sign }, async (unit) => {
    const merchantId = isHome(event.workspaceId)
      ? await merchantOfChat(deps, unit, joining, sign)
      : await merchantOfWorkspace(deps, unit, joining);
    return connect(deps, unit, event, merchantId);
  });
}

async function merchantOfChat(deps: DeskDeps, unit: Unit, { event, code }: Joining, sign: string): Promise<number> {
  if (!event.isDirect) {
    throw refuse(
      `An admin connects a channel here with \`${sign}desk merchant\`. A link connects your own chat with me.`,
    );
  }
  return merchantOf(await use(deps, unit, event, code));
}

async function merchantOfWorkspace(deps: DeskDeps, unit: Unit, { event, code }: Joining): Promise<number> {
  const { platform, workspaceId } = event;
  const guest = await findGuest(unit, event);
  // Whoever is in already needs no code, and may bring the one by which somebody else has come.
  if (guest?.endedAt === null && !(await isLinkOpen(unit, deps.clock, platform, code))) return guest.merchantId;
  const link = await use(deps, unit, event, code);
  const merchantId = merchantOf(link);
  // Such a platform gives us no token of the workspace's own.
  const installed = { platform, workspaceId, name: workspaceId, token: '' };
  await letIn({ clock: deps.clock, seals: undefined }, unit, link, installed);
  return merchantId;
}

function use({ clock }: DeskDeps, unit: Unit, { platform }: CommandGiven, code: string): Promise<InstallLink> {
  if (code === '') throw refuse(NEEDS_LINK);
  return takeLink(clock, unit, platform, code);
}

function merchantOf({ merchantId }: InstallLink): number {
  if (merchantId === null) throw refuse(MAKES_HOME);
  return merchantId;
}

async function connect(deps: DeskDeps, unit: Unit, event: CommandGiven, merchantId: number): Promise<string> {
  const { platform, workspaceId, channelId, userId } = event;
  const channel = await findChannel(unit, platform, channelId);
  if (channel?.role === 'merchant' && channel.merchantId === merchantId) return DONE_BEFORE;
  if (channel) throw refuse(TAKEN);
  const by = { kind: 'person', id: userId, source: platform } as const;
  await connectForMerchant(deps, unit, { platform, workspaceId, channelId }, merchantId, by);
  return DONE;
}
