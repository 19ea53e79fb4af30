import { readFile } from "node:fs/promises";
import { parse as parseCsv } from "csv-parse/sync";
import { Client } from "pg";
import { CommandMistake, didYouMean, readFlags } from "../../host/command-line.ts";
import { databaseVariableOf, DEPARTMENTS } from "../../subgraphs/kit/departments.ts";
import { endLogin, enterLogins, type EnteredLogin } from "../../subgraphs/kit/logins/keep-logins.ts";
import { loadSubgraph } from "../../subgraphs/kit/subgraph.ts";
import { required, urlIn, type OperatorCommand } from "./command.ts";

const usage = `Usage: shali-hub logins enter FILE --department ID --issuer URL --by 账号
       shali-hub logins end --login NAME --department ID --issuer URL --by 账号

Whose logins at the city's OpenID provider (统一身份认证) are: a table in the owner department's own database. 公安 (public-security) keeps
citizens', 市场监管 (enterprise) firms'. When an app exchanges a token, the hub asks the department, each time.
  enter FILE       a CSV without a head, or - for standard input: the provider's name of the login, then the citizen number or credit code.
                   All lines or none. The number is looked up in the register and not kept; the hub is told Person.id, or the credit code
  end              ends a login at once
  --department ID  public-security or enterprise
  --issuer URL     \`iss\` of the provider's tokens
  --by 账号         account of the department's officer who does it, kept beside the entry

The database is named by DATABASE_URL_<NAME>, for a role that may write there: the one that serves may not.`;

const linesOf = async (file: string): Promise<readonly EnteredLogin[]> => {
  const text = await readFile(file === "-" ? "/dev/stdin" : file, "utf8");
  const options = { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true };
  return (parseCsv(text, options) as readonly (readonly string[])[]).map(([login = "", number = "", ...others], at) => {
    if (others.length > 0) throw new Error(`Line ${at + 1}: expected two columns.`);
    return { login, number };
  });
};

const holdersOf = async (department: string) => {
  const names = DEPARTMENTS.map(({ name }) => name);
  const { logins } = names.some((name) => name === department) ? await loadSubgraph(department) : {};
  if (logins === undefined)
    throw new CommandMistake(`No department "${department}" keeps logins.${didYouMean(department, names)}`);
  return logins;
};

/** `shali-hub logins`. */
export const loginsCommand: OperatorCommand = {
  usage,
  run: async (args) => {
    const text = { type: "string" } as const;
    const options = { department: text, issuer: text, by: text, login: text } as const;
    const { values, positionals } = readFlags({ args: [...args], options, allowPositionals: true });
    const [verb, file] = positionals;
    const department = required(values.department, "department");
    const duty = { issuer: required(values.issuer, "issuer"), by: required(values.by, "by") };
    const holders = await holdersOf(department);
    if (verb !== "enter" && verb !== "end") throw new CommandMistake("Say enter FILE, or end.");
    const login = verb === "end" ? required(values.login, "login") : "";
    const entered = verb === "enter" ? await linesOf(required(file, "FILE")) : [];
    const client = new Client({ connectionString: urlIn(databaseVariableOf(department)) });
    await client.connect();
    try {
      if (verb === "enter")
        return `${department}: ${await enterLogins(client, holders, duty, entered)} logins are in force.`;
      if (await endLogin(client, duty, login)) return `${department}: the login is ended.`;
      throw new Error("No login of that name is in force.");
    } finally {
      await client.end();
    }
  },
};
