export const reportSources = ["smtp", "api", "sms"] as const;
