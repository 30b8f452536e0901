import { useEffect } from 'react';
import { useFeed } from './feed/use-feed.ts';
import { Hint } from './frame/hint.tsx';
import { SettingUp } from './frame/setting-up.tsx';
import { Stage } from './frame/stage.tsx';
import { TopBar } from './frame/top-bar.tsx';
import { useCast } from './place/use-cast.ts';
import { useWorld } from './world/use-world.ts';
import { channelsOf, isPeopled, type World } from './world/world.ts';

/** A page on which one person is everybody: merchant, agent and desk side by side. */
export function App() {
  const world = useWorld();
  return (
    <>
      <TopBar />
      {world && isPeopled(world) ? <Sandbox key={world.deskChannelId} world={world} /> : <SettingUp />}
    </>
  );
}

/** One telling of the story: another one has other channels, and begins with nothing of this. */
function Sandbox({ world }: { readonly world: World }) {
  const feed = useFeed();
  const channels = channelsOf(world);
  const cast = useCast(world);
  useEffect(() => feed.watch(channels));
  if (!cast) return <SettingUp />;
  return (
    <>
      <Hint world={world} cast={cast} />
      <Stage world={world} cast={cast} />
    </>
  );
}
