import type { PlatformName } from './address.ts';

export interface WorkspaceRef {
  readonly platform: PlatformName;
  readonly workspaceId: string;
}

/** Our app as it stands in a workspace that let it in. */
export interface Installed {
  /** With what we speak there; empty where we speak everywhere with one of our own. */
  readonly token: string;
  /** Counts how often our app was installed there: an end that is told late is that of an earlier one. */
  readonly serial: number;
}

/** What a platform hands over when a workspace has let our app in. */
export interface NewlyInstalled extends WorkspaceRef {
  /** The workspace's own name. */
  readonly name: string;
  /** As of `Installed`. */
  readonly token: string;
}

/** What somebody has joined as: home (`null`), or the guest of a merchant with this name. */
export interface Joined {
  readonly merchant: string | null;
}

/**
 * The workspaces that let our app in, each with the token that it gave; kept by the core, encrypted. They come by a link
 * of ours only. No method may be called inside a unit of work.
 */
export interface Installations {
  /** `ended`: it was taken out there. Null: it never was in. @throws AppError when its token cannot be read */
  find(workspace: WorkspaceRef): Promise<Installed | 'ended' | null>;
  /** The workspace that is home, where one was let in as that; null where none was. */
  findHome(platform: PlatformName): Promise<WorkspaceRef | null>;
  /** Whether a link can still be used. Looking does not use it up. @param link what stands in its address */
  isOpen(platform: PlatformName, link: string): Promise<boolean>;
  /**
   * Somebody follows a link of ours to the platform's page.
   * @param link what stands in its address
   * @returns the state with which they are to come back, within ten minutes
   * @throws AppError 410 when the link was used, is over, or never was
   */
  begin(platform: PlatformName, link: string): Promise<string>;
  /** They came back: takes their state, once. @throws AppError 410 when it was taken before, is over, or never was */
  takeState(state: string): Promise<void>;
  /**
   * The workspace let our app in: uses the link up and keeps the token.
   * @param state as it was taken
   * @throws AppError when the workspace may not join so; nothing is kept then
   */
  finish(state: string, installed: NewlyInstalled): Promise<Joined>;
}
