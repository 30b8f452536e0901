import type { Scene } from '../scene/scene.ts';
import type { TeamsPlace } from '../teams-stand-in/client-activities.ts';
import type { SaidInTeams } from '../teams-stand-in/people.ts';
import { shownText } from '../teams-stand-in/shown-text.ts';
import type { StandingMessage, TeamsPerson } from '../teams-stand-in/world.ts';
import { HTML } from '../text/formatted.ts';
import { linksIn, type Party, type Said, type Seen } from './party.ts';

/** Over what somebody said our bot writes who it was. */
const AUTHOR = /^<p><strong>(.*?)<\/strong><\/p>/;

/** The formatted words as Teams' own editor writes them. */
const TYPED_IN_TEAMS = HTML.replace(
  /<pre>.*<\/pre>/s,
  '<codeblock class="Sql"><code>SELECT *<br>&nbsp;&nbsp;FROM payouts</code></codeblock>',
);

/** Somebody in a channel of Teams. */
export function inTeams(scene: Scene, channel: TeamsPlace, person: TeamsPerson): Party {
  const { teams } = scene;
  const said = new Map<Said, SaidInTeams>();
  let thread: TeamsPlace = channel;
  const keep = (one: SaidInTeams): Said => {
    said.set(one.id, one);
    return one.id;
  };

  return {
    platform: 'teams',
    name: person.name,
    ask(words) {
      thread = { ...channel, threadId: keep(teams.say(person, channel, words)) };
      return Promise.resolve();
    },
    async findThread() {
      const { id: threadId, activity } = await teams.untilPosted(channel, 'Replies here go to');
      thread = { ...channel, threadId };
      return shownText(activity);
    },
    say: (words) => Promise.resolve(keep(teams.say(person, thread, words))),
    sayFormatted: () =>
      Promise.resolve(void teams.say(person, thread, { html: TYPED_IN_TEAMS, text: 'not read beside HTML' })),
    edit: (id, words) => Promise.resolve(void teams.edit(said.get(id)!, words)),
    remove: (id) => Promise.resolve(void teams.remove(said.get(id)!)),
    restore: (id, words) => Promise.resolve(void teams.bringBack(said.get(id)!, words)),
    async react(words, isOn) {
      teams.react(person, await teams.untilPosted(thread, words), 'like', isOn);
    },
    send: (kind, name) => Promise.resolve(void teams.send(person, thread, kind, name)),
    read: () => Promise.resolve(teams.messages(thread).map(seenOf)),
    watchWriters: () => Promise.resolve(() => Promise.resolve(teams.typings(thread).map(() => ''))),
  };
}

function seenOf({ userId, activity }: StandingMessage): Seen {
  const html = userId === undefined && typeof activity['text'] === 'string' ? activity['text'] : '';
  return {
    words: shownText(activity),
    author: AUTHOR.exec(html)?.[1]?.replaceAll(/[\u2066-\u2069]/g, '') ?? null,
    links: linksIn(html),
    files: [],
    reactions: [],
    isFormatted: html.endsWith(HTML),
  };
}
