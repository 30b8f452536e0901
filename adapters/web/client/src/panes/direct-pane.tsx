import { useMarkRead } from '../feed/use-news.ts';
import { Entries } from '../messages/entries.tsx';
import { Log } from '../messages/log.tsx';
import { useShown } from '../messages/use-shown.ts';
import { directChannelOf, firstName, type Agent } from '../world/world.ts';
import { Empty } from './empty.tsx';
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
      <Log label={`Direct messages to ${agent.name}`} entries={entries}>
        {entries.length === 0 && (
          <Empty title={`Nothing for ${name} yet`}>When a request suits {name}, Switchboard asks here.</Empty>
        )}
        <Entries entries={entries} reader={agent} />
      </Log>
    </Pane>
  );
}
