/** Whether a requested action wants a payment not to be sent, or not to be sent again. */
export const asksToStop = (action: string | undefined): boolean => action === 'Hold' || action === 'Cancel';
