/** Departments of the demo city with their sharing bodies (art. 11). Invented bodies of a real city's departments. */
export const DEMO_DEPARTMENTS = [
  { id: "data-administration", name: "数据局", sharingBody: "共享协调科" },
  { id: "human-resources", name: "人力资源和社会保障局", sharingBody: "信息中心" },
  { id: "housing", name: "住房和城乡建设局", sharingBody: "信息科" },
  { id: "public-security", name: "公安局", sharingBody: "科技信息化支队" },
  { id: "civil-affairs", name: "民政局", sharingBody: "信息中心" },
  { id: "enterprise", name: "涉企服务专班", sharingBody: "信用科" },
  { id: "city-government", name: "市人民政府", sharingBody: "办公室" },
  { id: "audit", name: "审计局", sharingBody: "电子数据审计科" },
] as const;

/** The city's own division code. */
export const DEMO_AREA = "411100000000";

/** Who opens the register; among the demo identities a security administrator like the other. */
export const DEMO_FOUNDER = "demo-founder";

/** Account of the demo officer who holds a role in a department's sharing body: `demo-owner.housing`. */
export const demoOfficer = (role: "APPLICANT" | "REVIEWER" | "OWNER", department: string): string =>
  `demo-${role.toLowerCase()}.${department}`;
