/** Failed tries that are let through in one window, per account and per address. */
export const signInLimits = { windowMinutes: 15, perAccount: 8, perAddress: 40 } as const;

export const sessionDays = 7;
