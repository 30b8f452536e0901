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
  /** Resolves when the demonstration stands: what people do before would happen in the past of its story. */
  untilTold(): Promise<void>;
  /** @throws AppError `not_found` */
  setAvailable(agentId: number, isAvailable: boolean): Promise<void>;
  /** What could not be delivered is tried again now, and not when it would be its turn. */
  hurry(): Promise<void>;
  /** Begins the demonstration anew: everything that was tried is deleted. Asked for twice at once it is done once. */
  reset(): Promise<void>;
}
