import { describe, expect, test } from '@jest/globals';
import { visibleText } from '../../../../src/chat/rich-text.ts';
import { outageLine, type ChannelFate } from '../../../../src/desk/catching-up/outage-words.ts';

const UNTIL = new Date('2026-11-23T11:40:00Z');
const OUTAGE = { since: new Date('2026-11-23T10:02:00Z'), until: UNTIL, caughtUpAt: UNTIL };
const AWAY = 'Switchboard was away from 2026-11-23 10:02 UTC to 2026-11-23 11:40 UTC.';

const fate = (merchant: string | null, sweep: Partial<ChannelFate['sweep']> = {}): ChannelFate => ({
  merchant,
  sweep: { state: 'read', taken: 0, untaken: 0, isCut: false, failure: null, ...sweep },
});
const failed = (merchant: string | null, failure: ChannelFate['sweep']['failure'] = 'gone') =>
  fate(merchant, { state: 'failed', failure });
const shown = (outage: Parameters<typeof outageLine>[0], ...fates: ChannelFate[]) =>
  visibleText(outageLine(outage, fates)).replace(/[\u2066-\u2069]/g, '');

describe('the line about an outage', () => {
  test('says how long, how many messages and from how many channels; times are dates of the reader’s own', () => {
    const fates = [fate('Acme', { taken: 13 }), fate(null, { taken: 1 }), fate('Beta')];
    expect(shown(OUTAGE, ...fates)).toBe(`${AWAY} Caught up: 14 messages from 2 channels.`);
    const [paragraph] = outageLine(OUTAGE, fates);
    expect(paragraph).toMatchObject({
      children: [{}, { type: 'date', at: OUTAGE.since.getTime() / 1000 }, {}, {}, {}],
    });
  });

  test('says how far it is while that goes on', () => {
    const now = { ...OUTAGE, caughtUpAt: null };
    expect(shown(now, fate('Acme', { taken: 1, state: 'reading' }))).toBe(
      `${AWAY} Catching up: 1 message from 1 channel so far.`,
    );
    // What is tried again has not failed.
    expect(shown(now, fate('Acme', { state: 'reading', failure: 'transient' }))).toBe(`${AWAY} Catching up.`);
  });

  test('names what could not be read, and why; of many some', () => {
    expect(shown(OUTAGE, failed('Acme'), failed(null, 'unauthorized'))).toBe(
      `${AWAY} Could not read Acme’s channel: it is gone, or Switchboard is not in it. Could not read this channel: ` +
        'Switchboard may not read there. Ask an admin to connect the workspace again.',
    );
    const many = ['A', 'B', 'C', 'D', 'E'].map((name) => failed(name));
    expect(shown(OUTAGE, ...many)).toMatch(/C’s channel: [^.]*\. 2 more channels could not be read\.$/);
  });

  test('says what was left out', () => {
    const long = { ...OUTAGE, since: new Date('2026-11-01T00:00:00Z') };
    const line = shown(long, fate('Acme', { taken: 2, isCut: true, untaken: 1 }));
    expect(line).toContain('Caught up: 2 messages from 1 channel. Only the last 7 days were read.');
    expect(line).toContain('Only the latest of Acme’s channel was read. 1 message could not be taken');
  });

  test('a name is only a name', () => {
    const text = outageLine(OUTAGE, [failed('<!channel> *x*')]);
    expect(JSON.stringify(text)).not.toContain('"type":"mention"');
    expect(text).toHaveLength(1);
  });
});
