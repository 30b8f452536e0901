/** A phone's keyboard would cover what a conversation was opened for: there, no composer takes the focus by itself. */
export const hasKeyboard = matchMedia('(pointer: fine)').matches;
