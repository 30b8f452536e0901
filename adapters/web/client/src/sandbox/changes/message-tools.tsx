import './changes.css';
import { MoreIcon } from '../../bits/icons.tsx';
import { Menu } from '../../bits/menu.tsx';
import { nameOf } from '../entries/author.ts';
import type { ShownEntry } from '../entries/shown-entry.ts';
import type { Person } from '../world/world.ts';
import { useChange } from './use-change.ts';

const EMOJI = ['👍', '❤️', '🎉', '👀', '✅'];
const SIGNS = EMOJI.map((emoji) => ({ label: emoji, value: emoji, isSign: true }));
const EDIT = { label: 'Edit', value: 'edit' };
const DELETE = { label: 'Delete', value: 'delete' };

interface MessageToolsProps {
  readonly entry: ShownEntry;
  readonly reader: Person;
  readonly onEdit: () => void;
}

/** Reacting to a message, and changing one's own: behind one button, so that a tab key passes it quickly. */
export function MessageTools({ entry, reader, onEdit }: MessageToolsProps) {
  const { remove, react } = useChange(entry, reader);
  const isOwn = entry.author.userId === reader.userId;
  const mine = (emoji: string) =>
    entry.reactions.some((one) => one.emoji === emoji && one.userIds.includes(reader.userId));
  const choose = (value: string) => {
    if (value === EDIT.value) onEdit();
    else if (value === DELETE.value) remove();
    else react(value, !mine(value));
  };
  return (
    <div className="message-tools">
      <Menu
        label={`${isOwn ? 'React, edit or delete' : 'React'}: message of ${nameOf(entry.author)}`}
        icon={<MoreIcon />}
        options={isOwn ? [...SIGNS, EDIT, DELETE] : SIGNS}
        isBusy={false}
        onChoose={choose}
      />
    </div>
  );
}
