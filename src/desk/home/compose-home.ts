import type { PersonRef } from '../../chat/address.ts';
import type { Card, CardAction, CardBlock } from '../../chat/card.ts';
import { moment, words } from '../../chat/rich-text/own-words.ts';
import { mayConfigure } from '../commands/check-allowed.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { orderSignAt } from '../order-sign.ts';
import {
  availabilitySwitch,
  offerBlocks,
  readAgentPart,
  ticketBlocks,
  whereAgentIs,
  type AgentPart,
} from './agent-part.ts';
import { askedBlocks, openButton, readAskedPart, type AskedPart } from './asked-part.ts';
import { needsWork, readSetupPart, setupBlocks, type SetupPart } from './setup-part.ts';

/** Everything that one person is at once, as it stands now. */
export interface HomeParts {
  /** Null for whoever is no agent. */
  readonly agent: AgentPart | null;
  readonly asked: AskedPart;
  /** Null for whoever may not set things up. */
  readonly setup: SetupPart | null;
}

/** Not for use inside a unit of work: who somebody is, is the platform's own word. Rejects when that cannot be had. */
export async function composeHome(deps: DeskDeps, person: PersonRef): Promise<Card> {
  const isAdmin = await mayConfigure(deps, person);
  const sign = orderSignAt(deps.platforms, person);
  const asOf = deps.clock.now();
  const parts = await deps.storage.read(async (reader) => ({
    agent: await readAgentPart(reader, person),
    asked: await readAskedPart(reader, person),
    setup: isAdmin ? await readSetupPart(reader, sign) : null,
  }));
  return homeCard(parts, asOf, sign);
}

/** What needs doing comes first; that nothing does, last. @param sign what stands before an order there */
export function homeCard({ agent, asked, setup }: HomeParts, asOf: Date, sign: string): Card {
  const toSetUp = setup && needsWork(setup) ? setupBlocks(setup, sign) : [];
  const allWell = setup && !needsWork(setup) ? setupBlocks(setup, sign) : [];
  return {
    blocks: [
      ...(agent ? offerBlocks(agent) : []),
      ...toSetUp,
      ...(agent ? ticketBlocks(agent, sign) : []),
      ...askedBlocks(asked, agent === null && setup === null, sign),
      ...allWell,
      ...(agent ? [whereAgentIs(agent)] : []),
      ...actionsBlock([...(agent ? [availabilitySwitch(agent)] : []), ...(asked.canOpen ? [openButton] : [])]),
      asOfBlock(asOf),
    ],
  };
}

const actionsBlock = (actions: readonly CardAction[]): CardBlock[] =>
  actions.length === 0 ? [] : [{ kind: 'actions', actions }];

/** A home that nobody looks at is not refreshed. */
const asOfBlock = (asOf: Date): CardBlock => ({
  kind: 'text',
  text: [{ type: 'paragraph', children: [{ type: 'emphasis', children: [words('As of '), moment(asOf)] }] }],
});
