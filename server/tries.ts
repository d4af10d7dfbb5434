/** What one address may try, and how long a token lasts, unless the command line says otherwise. */
export const tryDefaults = {
  failedLogins: 30,
  signups: 100,
  tokenDays: 30,
  perAddress: 16,
  rate: 100,
} as const;
