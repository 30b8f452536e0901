import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { ask } from '../support/scene/ask.ts';
import { errorsFor, submit, untilForm, valuesIn } from '../support/scene/forms.ts';
import { untilAsked } from '../support/scene/offers.ts';
import { order } from '../support/scene/orders.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import type { ShownHome } from '../support/slack-stand-in/protocol.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

onEachDatabase((database) => {
  let scene: Scene;
  let bo: User;
  let una: User;
  let ada: Agent;
  let desk: Channel;
  let acme: Merchant;

  beforeAll(async () => {
    scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1 });
    bo = await scene.slack.addUser({ name: 'Bo', isAdmin: true });
    una = await scene.slack.addUser({ name: 'Una' });
  });
  afterAll(() => scene.close());

  const untilHome = (who: User, what: string, is: (home: ShownHome) => boolean) =>
    scene.slack.until(`${who.displayName}'s home to show ${what}`, async () => {
      const home = await scene.slack.homeOf(who.id);
      return home && is(home) ? home : null;
    });
  const open = async (who: User): Promise<string> => {
    await scene.slack.delivered(await scene.slack.openHome({ user: who.id }));
    await scene.settle();
    return (await scene.slack.homeOf(who.id))!.shown;
  };
  const says = (words: string | RegExp) => (home: ShownHome) =>
    typeof words === 'string' ? home.shown.includes(words) : words.test(home.shown);

  describe('App Home', () => {
    test('an admin sees what is not yet set up, and how to do it', async () => {
      const shown = await open(bo);
      expect(shown).toMatch(/^Still to set up\nMissing: a desk\nWrite \/desk here in the agents’ channel\./);
      expect(shown).toMatch(/Missing: agents[^]*Missing: a merchant/);
      desk = await scene.desk();
      acme = await scene.merchant('Acme');
      ada = await scene.agent('Ada');
      expect(await open(bo)).toMatch(/^Everything is set up\. How things stand: \/desk status\nAs of /);
    });

    test('whoever is nobody yet is told how to ask', async () => {
      expect(await open(una)).toMatch(/^Your tickets\nAsk in your support channel, or write \/ticket there\./);
      expect((await scene.slack.homeOf(una.id))!.buttons).toEqual([]);
    });

    test('that an agent comes and goes shows by itself, wherever it was said', async () => {
      await open(ada);
      await scene.setAvailable(ada, false);
      await untilHome(ada, 'that she is away', says('You are away'));
      await scene.setAvailable(ada, true);
      await untilHome(ada, 'that she is back', says('You are here'));
    });

    test('a ticket shows in the homes of both sides by itself, and is answered there', async () => {
      const { ticket, said } = await ask(scene, acme, una, 'The payout is wrong');
      await untilAsked(scene, ticket.id, ada);
      const asked = await untilHome(ada, 'the offer', says('Waiting for your answer'));
      expect(asked.shown).toMatch(
        new RegExp(`^Waiting for your answer\n${ticket.ticketNumber} · The payout is wrong\nAcme · Normal`),
      );
      expect(asked.buttons).toEqual(['Accept', 'Pass', 'I am away', 'Open a ticket']);
      const hers = await untilHome(una, 'her ticket', says('We will be with you shortly'));
      expect(hers.buttons).toEqual(['Open a ticket']);
      expect(hers.links[0]).toContain(`/archives/${acme.channel.id}/p${said.ts.replace('.', '')}`);

      expect((await scene.slack.clickHome({ user: ada.id, label: 'Accept' })).status).toBe(200);
      const taken = await untilHome(ada, 'the ticket', says(/^Your tickets\nSB-/));
      expect(taken.shown).toMatch(/Acme · Normal · waiting since/);
      expect(taken.links[0]).toContain(`/archives/${desk.id}/p`);
      await untilHome(una, 'who has it', says('Ada is looking at it · asked '));

      // What an old screen still shows is refused in words, above the home.
      await scene.slack.clickHome({ user: ada.id, label: 'Pass', seen: asked });
      expect((await scene.slack.view(ada.id))?.words).toEqual([`You have ${ticket.ticketNumber} already.`]);
    });

    test('the switch does what /desk away and /desk back do, and follows them', async () => {
      await scene.slack.clickHome({ user: ada.id, label: 'I am away' });
      await untilHome(ada, 'that she is away', says('You are away'));
      expect(await order(scene, ada, desk, 'away')).toBe('You are away already.');
      await order(scene, ada, desk, 'back');
      const back = await untilHome(ada, 'that she is back', says('You are here'));
      expect(back.buttons).toContain('I am away');
    });

    test('“Open a ticket” opens the form of /ticket, for the merchant whose person they are', async () => {
      await scene.slack.clickHome({ user: una.id, label: 'Open a ticket' });
      const form = await untilForm(scene, una);
      expect(form.inputs.map(({ label }) => label)).toEqual(['Subject', 'Description', 'Category', 'Priority']);
      await submit(scene, una, { Subject: 'From my home', Description: 'All of it' });
      await untilHome(una, 'the new ticket', says('From my home'));
      expect((await scene.tickets('?limit=1'))[0]).toMatchObject({ subject: 'From my home', merchantId: acme.id });
    });

    test('of several merchants the form asks which; another merchant’s tickets are nowhere', async () => {
      const beta = await scene.merchant('Beta');
      const tim = await scene.slack.addUser({ name: 'Tim' });
      await ask(scene, beta, tim, 'Beta’s secret');
      await open(una);
      expect((await scene.slack.homeOf(una.id))!.shown).not.toContain('secret');
      await ask(scene, beta, una, 'I ask for both');
      await untilHome(una, 'both merchants’', says('I ask for both'));
      expect((await scene.slack.homeOf(una.id))!.shown).not.toContain('secret');
      await scene.slack.clickHome({ user: una.id, label: 'Open a ticket' });
      expect(valuesIn(await untilForm(scene, una))).toMatchObject({ Merchant: '' });
      const elsewhere = `#${(await scene.merchant('Gamma')).id}`;
      await submit(scene, una, { Subject: 'x', Description: 'x', Merchant: elsewhere }, { unchecked: true });
      expect(await errorsFor(scene, una)).toEqual({ Merchant: 'Please choose one from the list.' });
      await submit(scene, una, { Subject: 'For Beta', Description: 'x', Merchant: 'Beta' });
      await scene.settle();
      expect((await scene.tickets('?limit=1'))[0]).toMatchObject({ subject: 'For Beta', merchantId: beta.id });
    });
  });
});
