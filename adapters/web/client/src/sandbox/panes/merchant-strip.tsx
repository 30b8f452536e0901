import { Segments } from '../../bits/segments.tsx';
import { go } from '../place/use-place.ts';
import type { Merchant, Person, World } from '../world/world.ts';

interface MerchantStripProps {
  readonly world: World;
  readonly merchant: Merchant;
  readonly person: Person;
  readonly news: ReadonlySet<string>;
}

/** Which merchant's channel is shown, and who one is in it. */
export function MerchantStrip({ world, merchant, person, news }: MerchantStripProps) {
  const merchants = world.merchants.map(({ channelId, name }) => {
    const hasNews = channelId !== merchant.channelId && news.has(channelId);
    return { value: channelId, label: name, hasNews };
  });
  const people = merchant.people.map(({ userId, name }) => ({ value: userId, label: name }));
  return (
    <div className="strip strip-merchant">
      <div className="strip-row">
        <span className="strip-label">Merchant</span>
        <Segments
          label="Merchant"
          segments={merchants}
          chosen={merchant.channelId}
          onChoose={(channelId) => go({ merchant: channelId, person: null })}
        />
      </div>
      <div className="strip-row">
        <span className="strip-label">You are</span>
        <Segments
          label="Who you are at the merchant"
          segments={people}
          chosen={person.userId}
          onChoose={(userId) => go({ person: userId })}
          faces
        />
      </div>
    </div>
  );
}
