import type { PlatformName } from '../chat/address.ts';
import type { Message, Origin } from './message.ts';

const FORM = 'form';

/** Where something stands that was written in a form: in no conversation, and once for each form. */
export const formOrigin = (platform: PlatformName, formId: string): Origin => ({
  platform,
  channelId: FORM,
  nativeId: formId,
});

export const wasFilledIn = ({ channelId }: Pick<Message, 'channelId'>): boolean => channelId === FORM;
