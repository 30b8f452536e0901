import './strip.css';
import { Avatar } from '../../bits/avatar.tsx';
import { Dot } from '../../bits/dot.tsx';
import { firstName } from '../../bits/first-name.ts';
import { Switch } from '../../bits/switch.tsx';
import { go } from '../place/use-place.ts';
import { useChange } from '../world/use-change.ts';
import type { Agent } from '../world/world.ts';

interface AgentTileProps {
  readonly agent: Agent;
  readonly group: string;
  readonly isChosen: boolean;
  readonly hasNews: boolean;
}

export function AgentTile({ agent, group, isChosen, hasNews }: AgentTileProps) {
  const { mutate, variables, isPending } = useChange();
  const wanted = isPending && variables.kind === 'availability' ? variables.isAvailable : agent.isAvailable;
  const { agentId, name } = agent;
  return (
    <div className={`agent ${wanted ? '' : 'agent-away'}`}>
      <label className="agent-choice">
        <input
          type="radio"
          className="unseen"
          name={group}
          checked={isChosen}
          onChange={() => go({ agent: agent.userId })}
        />
        <Avatar name={name} />
        <span className="agent-words">
          <span className="agent-name">
            <span className="agent-first">{firstName(name)}</span>
            <span className="agent-rest">{name.slice(firstName(name).length)}</span>
            {hasNews && <Dot says="has a new message" />}
          </span>
          <span className="agent-load" title={specialtiesOf(agent)}>
            <span className="agent-count">
              {wanted ? '' : 'Away · '}
              {agent.openTickets} open
            </span>
            {agent.openOffers > 0 && <span className="asked">{agent.openOffers} asked</span>}
          </span>
        </span>
      </label>
      <Switch
        label={`${firstName(name)} is ${wanted ? 'available' : 'away'}`}
        isOn={wanted}
        onChange={(isAvailable) => mutate({ kind: 'availability', agentId, isAvailable })}
      />
    </div>
  );
}

function specialtiesOf({ specialties }: Agent): string {
  if (specialties.length === 0) return 'Takes everything';
  return `Specialties: ${specialties.map((specialty) => specialty.replaceAll('_', ' ')).join(', ')}`;
}
