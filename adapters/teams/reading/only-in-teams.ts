/** Words for what somebody attached and Teams does not hand to bots. */
export const onlyInTeams = (what: string): string => `[${what}, which only Teams can show]`;
