/** The number people quote: 138 as TSK-0138. */
export const taskReference = (number: number) => `TSK-${String(number).padStart(4, '0')}`;

/** The number people quote: 41 as TKT-0041. */
export const ticketReference = (number: number) => `TKT-${String(number).padStart(4, '0')}`;
