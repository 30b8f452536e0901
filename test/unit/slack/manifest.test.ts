import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import {
  BOT_SCOPES,
  SLACK_COMMANDS,
  SLACK_EVENTS,
  SLACK_METHODS,
  SLACK_SHORTCUTS,
} from '../../../adapters/slack/slack-surface.ts';

interface Manifest {
  readonly display_information: { readonly name: string; readonly description: string };
  readonly features: {
    readonly app_home: Readonly<Record<string, boolean>>;
    readonly slash_commands: readonly Record<string, unknown>[];
    readonly shortcuts: readonly Record<string, unknown>[];
  };
  readonly oauth_config: {
    readonly redirect_urls: readonly string[];
    readonly scopes: { readonly bot: readonly string[]; readonly user?: unknown };
  };
  readonly settings: {
    readonly event_subscriptions: { readonly request_url: string; readonly bot_events: readonly string[] };
    readonly interactivity: { readonly request_url: string };
  };
}

const manifest = JSON.parse(readFileSync('manifest.json', 'utf8')) as Manifest;

test('the manifest asks for the scopes that the code uses, and for no other', () => {
  expect(manifest.oauth_config.scopes.bot).toEqual(BOT_SCOPES);
  expect(manifest.oauth_config.scopes.user).toBeUndefined();
});

test('it subscribes to the events that the code reads, and to no other', () => {
  const subscriptions = Object.values(SLACK_EVENTS).flatMap((event): readonly string[] => event.subscriptions);
  expect(manifest.settings.event_subscriptions.bot_events).toEqual([...subscriptions].sort());
});

test('people have a home there, and their direct messages are ours alone to write', () => {
  expect(manifest.features.app_home).toEqual({
    home_tab_enabled: 'views.publish' in SLACK_METHODS && 'app_home_opened' in SLACK_EVENTS,
    messages_tab_enabled: true,
    messages_tab_read_only_enabled: true,
  });
});

test('it points at the routes of the receiver', () => {
  expect(manifest.settings.event_subscriptions.request_url).toBe('https://YOUR-HOST/slack/events');
  expect(manifest.settings.interactivity.request_url).toBe('https://YOUR-HOST/slack/interactions');
  expect(manifest.oauth_config.redirect_urls).toEqual(['https://YOUR-HOST/slack/oauth_redirect']);
});

test('it declares the commands that the code answers, and no other; people in them come by their ids', () => {
  const declared = Object.entries(SLACK_COMMANDS).map(([name, words]) => ({
    command: `/${name}`,
    url: 'https://YOUR-HOST/slack/commands',
    should_escape: true,
    ...words,
  }));
  expect(manifest.features.slash_commands).toEqual(declared);
  const shortcuts = Object.entries(SLACK_SHORTCUTS).map(([name, words]) => ({ callback_id: name, ...words }));
  expect(manifest.features.shortcuts).toEqual(shortcuts);
});

test('it keeps the lengths that Slack takes (docs.slack.dev/reference/app-manifest)', () => {
  expect(manifest.display_information.name.length).toBeLessThanOrEqual(35);
  expect(manifest.display_information.description.length).toBeLessThanOrEqual(140);
});
