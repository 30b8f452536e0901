import { Empty } from '../../bits/empty.tsx';
import { firstName } from '../../bits/first-name.ts';
import { Log } from '../../messages/log.tsx';
import { Entries } from '../entries/entries.tsx';
import { useShown } from '../entries/use-shown.ts';
import { useMarkRead } from '../feed/use-news.ts';
import { directChannelOf, type Agent } from '../world/world.ts';
import { Pane } from './pane.tsx';

/** What Switchboard tells and asks one agent. */
export function DirectPane({ agent }: { readonly agent: Agent }) {
  const channelId = directChannelOf(agent);
  const entries = useShown(channelId, agent, [agent]);
  useMarkRead(channelId, entries);
  const name = firstName(agent.name);
  const header = (
    <>
      <h2>Direct messages</h2>
      <p className="pane-about">to {agent.name}</p>
    </>
  );
  return (
    <Pane name="direct" label={`Direct messages to ${agent.name}`} header={header}>
      <Log label={`Direct messages to ${agent.name}`} last={entries.at(-1)?.messageId}>
        {entries.length === 0 && (
          <Empty title={`Nothing for ${name} yet`}>When a request suits {name}, Switchboard asks here.</Empty>
        )}
        <Entries entries={entries} reader={agent} />
      </Log>
    </Pane>
  );
}
