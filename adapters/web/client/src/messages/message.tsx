import './message.css';
import type { ReactNode } from 'react';
import type { RichText } from '../../../../../src/chat/rich-text.ts';
import type { WireFile } from '../../../wire.ts';
import { Avatar } from '../bits/avatar.tsx';
import { LockIcon } from '../bits/icons.tsx';
import { Time } from '../bits/time.tsx';
import { Files } from './files.tsx';
import { Text } from './text.tsx';
import { useIsNew } from './use-is-new.ts';

interface MessageProps {
  readonly id: string;
  readonly name: string;
  /** Where they belong, beside the name. */
  readonly origin: string | null;
  readonly saidAt: string;
  readonly postedAt: string;
  readonly text: RichText;
  readonly files?: readonly WireFile[];
  /** It stays at the desk. */
  readonly isInternal?: boolean;
  readonly isEdited?: boolean;
  /** Shown in the place of its words. */
  readonly instead?: ReactNode;
  /** What can be done with it. */
  readonly tools?: ReactNode;
  /** It goes on where the same person has just stopped. */
  readonly goesOn?: boolean;
  /** A line below, about the message. */
  readonly children?: ReactNode;
}

/** What a person said, here or on the other side. */
export function Message({ id, name, origin, saidAt, postedAt, text, ...rest }: MessageProps) {
  const { files = [], isInternal = false, isEdited = false, goesOn = false, instead, tools, children } = rest;
  const isNew = useIsNew(postedAt);
  const look = ['message', isInternal && 'message-internal', isNew && 'message-new', goesOn && 'message-goes-on'];
  return (
    <div className={look.filter(Boolean).join(' ')} data-message={id}>
      {!goesOn && <Avatar name={name} />}
      <div className="message-body">
        {!goesOn && (
          <p className="message-head">
            <b>{name}</b>
            {origin !== null && <span className="origin">{origin}</span>}
            <Time at={saidAt} />
          </p>
        )}
        {isInternal && (
          <p className="stays">
            <LockIcon /> Stays at the desk
          </p>
        )}
        {instead ?? (text.length > 0 && <Text text={text} />)}
        {files.length > 0 && <Files files={files} />}
        {isEdited && <p className="edited">edited</p>}
        {children}
      </div>
      {tools}
    </div>
  );
}
