import { beforeAll, describe, expect, test } from '@jest/globals';
import { ESLint } from 'eslint';

/** The order of the rooms is held by lint: here is what it must refuse, and what it must let pass. */
describe('the house', () => {
  let eslint: ESLint;

  beforeAll(() => {
    eslint = new ESLint();
  });

  const refusals = async (file: string, from: string): Promise<string[]> => {
    const [result] = await eslint.lintText(`import * as imported from '${from}';\nexport { imported };\n`, {
      filePath: file,
    });
    // A file that is not there is not linted at all: a moved one would pass for the wrong reason.
    expect(result!.messages.filter(({ fatal }) => fatal)).toEqual([]);
    return result!.messages.filter(({ ruleId }) => ruleId === 'no-restricted-imports').map(({ message }) => message);
  };

  test.each([
    ['src/tickets/ticket.ts', '../desk/receive.ts'],
    ['src/relay/side.schema.ts', '../assignment/choice/score.ts'],
    ['src/assignment/choice/score.ts', '../../relay/open-sides.ts'],
    ['src/chat/card.ts', '../delivery/outbox.ts'],
    ['src/storage/unit.ts', '../jobs/job.ts'],
    ['src/desk/receive.ts', '../../adapters/slack/slack-config.ts'],
    ['src/desk/actions/act.ts', '../../http/create-http.ts'],
    ['src/desk/actions/act.ts', '../../app.ts'],
    ['src/desk/receive.ts', '../app.ts'],
    ['src/delivery/pace.ts', '@slack/web-api'],
    ['src/app.ts', '../adapters/slack/slack-config.ts'],
    ['adapters/slack/slack-config.ts', '../../src/tickets/ticket.ts'],
    ['adapters/slack/slack-config.ts', '../../src/metrics.ts'],
  ])('%s must not import %s', async (file, from) => {
    expect(await refusals(file, from)).toHaveLength(1);
  });

  test.each([
    ['src/desk/receive.ts', '../tickets/ticket.ts'],
    ['src/desk/actions/act.ts', '../../assignment/offers/answer-offer.ts'],
    ['src/tickets/ticket.ts', '../storage/unit.ts'],
    ['src/main.ts', '../adapters/slack/slack-config.ts'],
    ['adapters/slack/slack-config.ts', '../../src/chat/card.ts'],
    ['adapters/slack/slack-config.ts', '@slack/web-api'],
  ])('%s may import %s', async (file, from) => {
    expect(await refusals(file, from)).toEqual([]);
  });
});
