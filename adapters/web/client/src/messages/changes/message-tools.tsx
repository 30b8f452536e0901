import './changes.css';
import { MoreIcon } from '../../bits/icons.tsx';
import { Menu } from '../../bits/menu.tsx';
import type { ReactionLine } from './reactions.tsx';

const EMOJI = ['👍', '❤️', '🎉', '👀', '✅'];
const SIGNS = EMOJI.map((emoji) => ({ label: emoji, value: emoji, isSign: true }));
const EDIT = { label: 'Edit', value: 'edit' };
const DELETE = { label: 'Delete', value: 'delete' };

/** What a reader can do with a message. */
export interface MessageDeeds {
  readonly edit: (typed: string) => void;
  readonly remove: () => void;
  readonly react: (emoji: string, isOn: boolean) => void;
}

interface MessageToolsProps {
  /** Whose message it is. */
  readonly name: string;
  /** The reader may edit and delete it. */
  readonly isOwn: boolean;
  readonly reactions: readonly ReactionLine[];
  readonly deeds: MessageDeeds;
  readonly onEdit: () => void;
}

/** Reacting to a message, and changing one's own: behind one button, so that a tab key passes it quickly. */
export function MessageTools({ name, isOwn, reactions, deeds, onEdit }: MessageToolsProps) {
  const isMine = (emoji: string) => reactions.some((one) => one.emoji === emoji && one.mine);
  const choose = (value: string) => {
    if (value === EDIT.value) onEdit();
    else if (value === DELETE.value) deeds.remove();
    else deeds.react(value, !isMine(value));
  };
  return (
    <div className="message-tools">
      <Menu
        label={`${isOwn ? 'React, edit or delete' : 'React'}: message of ${name}`}
        icon={<MoreIcon />}
        options={isOwn ? [...SIGNS, EDIT, DELETE] : SIGNS}
        isBusy={false}
        onChoose={choose}
      />
    </div>
  );
}
