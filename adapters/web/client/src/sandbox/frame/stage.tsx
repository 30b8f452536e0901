import { useIsNarrow } from '../../bits/use-is-narrow.ts';
import { useNews } from '../feed/use-news.ts';
import { DeskPane } from '../panes/desk-pane.tsx';
import { DirectPane } from '../panes/direct-pane.tsx';
import { MerchantPane } from '../panes/merchant-pane.tsx';
import { MerchantStrip } from '../panes/merchant-strip.tsx';
import { TeamStrip } from '../panes/team-strip.tsx';
import type { Cast } from '../place/use-cast.ts';
import { usePlace } from '../place/use-place.ts';
import { directChannelOf, type World } from '../world/world.ts';
import { PANES, Tabs, type PaneName } from './tabs.tsx';

interface StageProps {
  readonly world: World;
  readonly cast: Cast;
}

/** Everything side by side, or one of it where it is narrow. */
export function Stage({ world, cast: { merchant, person, agent } }: StageProps) {
  const isNarrow = useIsNarrow();
  const place = usePlace('pane');
  const chosen = PANES.find((pane) => pane === place) ?? 'merchant';
  const news = useNews(world.deskChannelId);
  const shows = (pane: PaneName) => !isNarrow || pane === chosen;
  return (
    <>
      {isNarrow && <Tabs chosen={chosen} news={panesWith(news, world)} />}
      <main className="stage">
        {shows('merchant') && <MerchantStrip world={world} merchant={merchant} person={person} news={news} />}
        {(shows('desk') || shows('direct')) && <TeamStrip world={world} agent={agent} news={news} />}
        {shows('merchant') && <MerchantPane key={merchant.channelId} merchant={merchant} person={person} />}
        {shows('desk') && <DeskPane world={world} agent={agent} news={news} />}
        {shows('direct') && <DirectPane key={agent.userId} agent={agent} />}
      </main>
    </>
  );
}

/** Where the places are in which something is new. */
function panesWith(news: ReadonlySet<string>, { merchants, agents }: World): ReadonlySet<PaneName> {
  const channels = new Map<string, PaneName>([
    ...merchants.map(({ channelId }) => [channelId, 'merchant'] as const),
    ...agents.map((agent) => [directChannelOf(agent), 'direct'] as const),
  ]);
  return new Set([...news].map((place) => channels.get(place) ?? 'desk'));
}
