import { readFlags } from "../../host/command-line.ts";
import { databaseVariableOf } from "../../subgraphs/kit/departments.ts";
import { openAlone } from "../../subgraphs/sharing/main.ts";
import { appointAdministrator } from "../../subgraphs/sharing/workflow/appoint-administrator.ts";
import { pairIn, required, urlIn, type OperatorCommand } from "./command.ts";

const usage = `Usage: shali-hub appoint [--gone ID] --officer ID=姓名 --reason 理由 --operator 账号 [--department ID]

用法：仅在安全管理员少于两名在岗（死亡、离职）、无人可以确认新任者时使用：收回离任者的角色，由运维人员指定一名安全管理员。代替第二人
确认的，是外部可见的证明：理由与运维人员账号记入账本，列为疑点，直至两个部门的审计员分别核实。两名安全管理员均在岗的，不予办理；最近
7 日内办理过任何步骤的，视为在岗。
  --gone ID            离任的安全管理员的账号；可以重复
  --officer ID=姓名    新任者的账号与姓名；不得有其他角色
  --reason 理由        不得写明任何人的姓名、号码：账本永久保存
  --operator 账号      办理本命令的运维人员的账号
  --department ID      新任者的部门（默认：原安全管理员的部门）

For the case that fewer than two security administrators are left (dead, gone) and nobody can confirm a new one: takes the roles of the one who is
gone, and gives an operator's choice the role. In place of the second hand stands a proof that outsiders can see: reason and operator are recorded
in the ledger, and are a finding until auditors of two departments have settled it. Refused while two administrators are active; who took any
step within 7 days is active.
  --gone ID            account of the administrator who is gone; may be repeated
  --officer ID=姓名    account and name of the new one, who holds no other role
  --reason 理由        no names, no numbers of people: the log keeps it for good
  --operator 账号      account of the operator who runs this
  --department ID      department of the new one (default: that of the administrators before)

DATABASE_URL_SHARING and DATABASE_URL_LEDGER name the databases, HUB_SHARING_KEY the folder of the workflow's key.`;

/** `shali-hub appoint`. */
export const appointCommand: OperatorCommand = {
  usage,
  run: async (args) => {
    const text = { type: "string" } as const;
    const options = {
      gone: { ...text, multiple: true },
      officer: text,
      reason: text,
      operator: text,
      department: text,
    } as const;
    const { values } = readFlags({ args: [...args], options });
    const appointment = {
      gone: values.gone ?? [],
      officer: pairIn("officer", required(values.officer, "officer")),
      reason: required(values.reason, "reason"),
      operator: required(values.operator, "operator"),
      department: values.department,
    };
    const [database, ledger] = ["sharing", "ledger"].map((one) => urlIn(databaseVariableOf(one))) as [string, string];
    const sharing = await openAlone(database, ledger, () => undefined);
    try {
      const { department, staying } = await appointAdministrator(sharing, appointment);
      const beside = staying.length === 0 ? "nobody: run it again for a second one" : staying.join(", ");
      return `${appointment.officer.id} of ${department} is a security administrator beside ${beside}. Recorded; two auditors are asked about it.`;
    } finally {
      await sharing.$disconnect();
    }
  },
};
