/** The number people quote: 138 as TSK-0138. */
export const taskReference = (number: number) => `TSK-${String(number).padStart(4, '0')}`;
