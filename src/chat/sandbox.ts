/** A person of the demonstration, whom whoever tries it may be. */
export interface SandboxPerson {
  readonly userId: string;
  readonly name: string;
}

export interface SandboxMerchant {
  readonly id: number;
  readonly name: string;
  readonly channelId: string;
  readonly people: readonly SandboxPerson[];
  /** Deliveries into the channel that still have to arrive. */
  readonly onTheWay: number;
}

export interface SandboxAgent extends SandboxPerson {
  readonly agentId: number;
  readonly specialties: readonly string[];
  readonly isAvailable: boolean;
  readonly openTickets: number;
  readonly openOffers: number;
}

/** Everybody and every place of the demonstration. */
export interface SandboxWorld {
  readonly merchants: readonly SandboxMerchant[];
  readonly deskChannelId: string;
  readonly agents: readonly SandboxAgent[];
}

/** What the page in which one person is everybody can do besides talking and clicking. */
export interface Sandbox {
  readWorld(): Promise<SandboxWorld>;
  /** @throws AppError `not_found` */
  setAvailable(agentId: number, isAvailable: boolean): Promise<void>;
  /** Begins the demonstration anew: everything that was tried is deleted. */
  reset(): Promise<void>;
}
