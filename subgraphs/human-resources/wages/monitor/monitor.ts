/**
 * The department's own app that has every project assessed (欠薪监测), under the purpose of the officers' question. Its token comes from the
 * city's issuer and its grants from the register, as any app's.
 */
export const MONITOR = { app: "wage-monitor", department: "human-resources", purpose: "WAGE_WARNING" } as const;
