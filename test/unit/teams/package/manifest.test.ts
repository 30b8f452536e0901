import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createTeamsPlatform } from '../../../../adapters/teams/create-teams-platform.ts';
import { createForms } from '../../../../adapters/teams/forms/forms.ts';
import { createSeal } from '../../../../adapters/teams/forms/seal.ts';
import { packageApp } from '../../../../adapters/teams/package/package-app.ts';
import { readActivity } from '../../../../adapters/teams/reading/read-activity.ts';
import { invokeOf } from '../../../../adapters/teams/receiving/invokes.ts';
import { TEAMS_COMMANDS, TEAMS_PERMISSIONS, TEAMS_SHORTCUTS } from '../../../../adapters/teams/teams-surface.ts';
import { visibleText } from '../../../../src/chat/rich-text.ts';
import { SUBCOMMANDS } from '../../../../src/desk/commands/subcommands.ts';
import { readZip } from '../../../support/read-zip.ts';
import { depsInMemory } from '../../../support/teams-stand-in/keep-in-memory.ts';
import { spokenActivity } from '../../../support/teams-stand-in/spoken-activity.ts';

const APP_ID = '0a1b2c3d-0000-4000-8000-00000000000a';
const VARIABLES = { MICROSOFT_APP_ID: APP_ID.toUpperCase(), PUBLIC_URL: 'https://desk.example.com/' };

const text = (most: number) => z.string().min(1).max(most);
const httpsUrl = text(2048).regex(/^https:\/\//);
const guid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
const scopes = z.array(z.enum(['team', 'personal', 'groupChat'])).max(3);

/**
 * The rules of schema 1.29 for all that we use of it; it takes no property that it does not know
 * (learn.microsoft.com/microsoft-365/extensibility/schema, view m365-app-1.29).
 */
const manifestSchema = z.strictObject({
  $schema: z.literal('https://developer.microsoft.com/json-schemas/teams/v1.29/MicrosoftTeams.schema.json'),
  manifestVersion: z.literal('1.29'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  id: guid,
  developer: z.strictObject({
    name: text(32),
    websiteUrl: httpsUrl,
    privacyUrl: httpsUrl,
    termsOfUseUrl: httpsUrl,
  }),
  name: z.strictObject({ short: text(30), full: text(100) }),
  description: z.strictObject({ short: text(80), full: text(4000) }),
  icons: z.strictObject({ color: text(2048), outline: text(2048) }),
  accentColor: z.string().regex(/^#[0-9a-fA-F]{6}$/),
  bots: z.tuple([
    z.strictObject({
      botId: guid,
      scopes,
      supportsFiles: z.boolean(),
      isNotificationOnly: z.literal(false),
      commandLists: z
        .array(
          z.strictObject({
            scopes,
            commands: z.array(z.strictObject({ title: text(32), description: text(128) })).max(10),
          }),
        )
        .max(3),
    }),
  ]),
  composeExtensions: z.tuple([
    z.strictObject({
      botId: guid,
      commands: z
        .array(
          z.strictObject({
            id: text(64),
            type: z.literal('action'),
            title: text(32),
            description: text(128),
            context: z.array(z.enum(['compose', 'commandBox', 'message'])).max(3),
            fetchTask: z.literal(true),
          }),
        )
        .max(10),
    }),
  ]),
  permissions: z.array(z.enum(['identity', 'messageTeamMembers'])),
  validDomains: z.array(z.string().regex(/^[\w.*-]+(:\d+)?$/)).max(16),
  webApplicationInfo: z.strictObject({ id: guid, resource: text(100) }),
  authorization: z.strictObject({
    permissions: z.strictObject({
      resourceSpecific: z
        .array(z.strictObject({ name: text(128), type: z.enum(['Application', 'Delegated']) }))
        .max(16),
    }),
  }),
});

const files = readZip(packageApp(VARIABLES));
const manifest = manifestSchema.parse(JSON.parse(files['manifest.json']!.toString('utf8')));

describe('the package of the app', () => {
  test('holds the manifest and both icons, and nothing else', () => {
    expect(Object.keys(files)).toEqual(['manifest.json', manifest.icons.color, manifest.icons.outline]);
    expect(packageApp(VARIABLES)).toEqual(packageApp(VARIABLES));
  });

  test('names our bot and our host wherever they belong', () => {
    const { id, bots, composeExtensions, webApplicationInfo, validDomains, developer } = manifest;
    const ids = [id, bots[0].botId, composeExtensions[0].botId, webApplicationInfo.id];
    expect(ids).toEqual(Array.from({ length: 4 }, () => APP_ID));
    expect(validDomains).toEqual(['desk.example.com']);
    expect(developer.websiteUrl).toBe('https://desk.example.com');
    expect(files['manifest.json']!.toString('utf8')).not.toContain('${{');
  });

  test('has icons as large as Teams wants them; one sees through the outline', () => {
    expect(pngOf(files['color.png']!)).toMatchObject({ width: 192, height: 192 });
    // Six is red, green, blue and how much of them is seen.
    expect(pngOf(files['outline.png']!)).toEqual({ width: 32, height: 32, colorType: 6 });
  });

  test.each([
    [{}, ['MICROSOFT_APP_ID', 'PUBLIC_URL']],
    [{ ...VARIABLES, MICROSOFT_APP_ID: '' }, ['MICROSOFT_APP_ID']],
    [{ ...VARIABLES, MICROSOFT_APP_ID: 'switchboard","x":"' }, ['MICROSOFT_APP_ID']],
    [{ ...VARIABLES, PUBLIC_URL: 'http://desk.example.com' }, ['PUBLIC_URL']],
    [{ ...VARIABLES, PUBLIC_URL: 'desk.example.com' }, ['PUBLIC_URL']],
  ])('is not made of %j', (variables, named) => {
    const lines = (): string[] => {
      try {
        packageApp(variables);
        return [];
      } catch (error) {
        return (error as Error).message.split('\n');
      }
    };
    expect(lines().map((line) => line.split(':')[0])).toEqual(named);
  });
});

describe('the manifest', () => {
  test('asks for what the code uses, and for nothing else', () => {
    const asked = manifest.authorization.permissions.resourceSpecific;
    expect(asked).toEqual(Object.keys(TEAMS_PERMISSIONS).map((name) => ({ name, type: 'Application' })));
  });

  test('offers the commands on messages that the code answers', () => {
    const offered = manifest.composeExtensions[0].commands;
    expect(offered.map(({ id, title, description }) => [id, { title, description }])).toEqual(
      Object.entries(TEAMS_SHORTCUTS),
    );
    expect(offered.every(({ context }) => context.join() === 'message')).toBe(true);
    expect(invokeOf(spokenActivity({ type: 'invoke', name: 'composeExtension/fetchTask' }))).toBeDefined();
    expect(invokeOf(spokenActivity({ type: 'invoke', name: 'composeExtension/submitAction' }))).toBeDefined();
  });

  test('lets people send files to our bot where it can read them', () => {
    const platform = createTeamsPlatform({ app: undefined }, depsInMemory());
    expect(manifest.bots[0].supportsFiles).toBe('fetchFile' in platform);
  });

  test('suggests what the code suggests', () => {
    expect(manifest.bots[0].commandLists).toEqual(TEAMS_COMMANDS);
    expect(new Set(TEAMS_COMMANDS.flatMap((list): readonly string[] => list.scopes))).toEqual(
      new Set(manifest.bots[0].scopes),
    );
  });

  test.each(TEAMS_COMMANDS.flatMap(({ commands }) => commands.map(({ title }) => title)))(
    'suggests nothing that is no order of ours: %s',
    (title) => {
      const [order] = readActivity(spokenActivity({ text: title }), forms);
      if (order?.kind !== 'command-given') throw new Error('It is none.');
      const [first = ''] = visibleText(order.text).split(' ');
      expect(order.name === 'ticket' || SUBCOMMANDS.has(first)).toBe(true);
    },
  );
});

const forms = createForms(createSeal('hush'));

/** By the first chunk of a PNG (w3.org/TR/png). */
function pngOf(bytes: Buffer) {
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(bytes.subarray(12, 16).toString()).toBe('IHDR');
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), colorType: bytes.readUInt8(25) };
}
