import { findAgentByAccount } from '../../assignment/agents/find-agent.ts';
import type { Form } from '../../chat/form.ts';
import { NOTHING, type ActionTaken, type Answer } from '../../chat/inbound-event.ts';
import { addressMessage } from '../../delivery/address-links.ts';
import { findPostAt, WITHDRAWN } from '../../delivery/compose.ts';
import type { Delivery } from '../../delivery/delivery.ts';
import { AppError, messageOf } from '../../errors.ts';
import { inTime } from '../../in-time.ts';
import type { Unit } from '../../storage/unit.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { actAtHome } from '../home/act-at-home.ts';
import { readHomeAction } from '../home/home-action-id.ts';
import { recordEvent } from '../seen-event.schema.ts';
import type { Told } from '../told.ts';
import { ACTS } from './act.ts';
import { isForForm, readActionId } from './action-id.ts';

/** A card that is not composed within this many ms is not worth waiting for: the edit that is queued will show it. */
const COMPOSE_WITHIN_MS = 1_000;

/**
 * A click, in one unit of work: the event's key, what it does, and a refresh of the card that bears it. The answer is
 * what the card shows now, or what the person needs to be told; also for a click that came before. A form is composed
 * for each: one who has closed it may want it again, and platforms may tell of one click twice.
 */
export async function takeAction(deps: DeskDeps, event: ActionTaken): Promise<Told> {
  const { isNew, post, said } = await deps.storage.unit(async (unit) => {
    const isNew = await recordEvent(unit, event.key, deps.clock.now());
    const post = 'messageId' in event ? await findPostAt(unit, event) : null;
    const said = isNew || isForForm(event.action) ? await perform(deps, unit, event) : null;
    if (post) await deps.outbox.refresh(unit, post.deliveryKey);
    else if (!('messageId' in event)) await deps.homes.opened(unit, event);
    return { isNew, post, said };
  });
  const answer = said === null ? await show(deps, event, post) : toAnswer(said);
  return { effect: isNew ? 'taken' : 'duplicate', answer };
}

const toAnswer = (said: string | Form): Answer =>
  typeof said === 'string' ? { kind: 'say-privately', text: said } : { kind: 'open-form', form: said };

const UNKNOWN = 'This button belongs to another version of Switchboard, so nothing was changed.';
const ONLY_AGENTS = 'Only agents can do this, so nothing was changed. Ask an admin to add you as an agent.';

async function perform(deps: DeskDeps, unit: Unit, event: ActionTaken): Promise<string | Form | null> {
  try {
    const atHome = readHomeAction(event.action);
    return atHome ? await actAtHome(deps, unit, event, atHome) : await act(deps, unit, event);
  } catch (error) {
    // What a person should see; it is thrown before anything is written.
    if (error instanceof AppError) return error.message;
    throw error;
  }
}

async function act(deps: DeskDeps, unit: Unit, event: ActionTaken): Promise<string | Form | null> {
  const action = readActionId(event.action);
  if (!action) return UNKNOWN;
  const agent = await findAgentByAccount(unit, event);
  if (!agent) return ONLY_AGENTS;
  const by = { kind: 'agent', id: String(agent.id), source: event.platform } as const;
  return ACTS[action.name](deps, unit, { agent, by, id: action.id, choice: event.choice });
}

async function show(
  { composers, platforms, log }: DeskDeps,
  { platform }: ActionTaken,
  post: Delivery | null,
): Promise<Answer> {
  const composer = post && composers.get(post.composer);
  if (!composer) return NOTHING;
  try {
    const message = await inTime(COMPOSE_WITHIN_MS, composer(post.payload));
    if (!message || message === WITHDRAWN) return NOTHING;
    return { kind: 'show', message: await inTime(COMPOSE_WITHIN_MS, addressMessage(platforms, platform, message)) };
  } catch (error) {
    log.debug({ err: messageOf(error) }, 'a card could not be shown at once; its edit will');
    return NOTHING;
  }
}
