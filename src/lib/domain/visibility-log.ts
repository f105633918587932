/** So many entries of the visibility log go into one file. */
export const exportedMost = 50_000;

/** Who an entry of the visibility log is by: a person by name, or the login where nobody's session was at work. */
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
