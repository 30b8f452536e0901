import { useId } from 'react';
import { directChannelOf, type Agent, type World } from '../world/world.ts';
import { AgentTile } from './agent-tile.tsx';

interface TeamStripProps {
  readonly world: World;
  readonly agent: Agent;
  readonly news: ReadonlySet<string>;
}

/** Who one is at the desk; who is there, and how much they have in hand. */
export function TeamStrip({ world, agent, news }: TeamStripProps) {
  const name = useId();
  return (
    <div className="strip strip-team">
      <span className="strip-label">You are</span>
      <div className="team" role="radiogroup" aria-label="Who you are at the desk">
        {world.agents.map((one) => (
          <AgentTile
            key={one.agentId}
            agent={one}
            group={name}
            isChosen={one.userId === agent.userId}
            hasNews={one.userId !== agent.userId && news.has(directChannelOf(one))}
          />
        ))}
      </div>
    </div>
  );
}
