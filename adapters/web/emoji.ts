import { z } from 'zod';

/** An emoji may be put together of many code points; words are none. */
export const EMOJI = /^\p{Extended_Pictographic}[\p{Extended_Pictographic}\p{Emoji_Component}]{0,19}$/u;

export const emoji = z.string().regex(EMOJI, 'This is no emoji.');
