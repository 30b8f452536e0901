/** The platform that is built in, the browser, and its one workspace: members are at home there. */
export const WEB_WORKSPACE = { platform: 'web', workspaceId: 'web' } as const;
