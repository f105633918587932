/** So many entries of the visibility log go into one file. */
export const exportedMost = 50_000;

/** The author of an entry of the visibility log: a person by name, or the login where there was no session. */
export const actorOf = ({
  actor,
  clientUser,
  clientUserOf,
  login,
}: {
  actor: string | null;
  clientUser: string | null;
  clientUserOf: string | null;
  login: string;
}): string => actor ?? (clientUser ? `${clientUser} at ${clientUserOf}` : `System (${login})`);
