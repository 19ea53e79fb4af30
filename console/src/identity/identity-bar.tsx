import { useSyncExternalStore } from "react";
import { DEPARTMENTS, inChinese } from "../words.ts";
import type { Caller } from "./caller.ts";
import type { Choice, DemoIdentity } from "./demo-identity.ts";
import type { Session } from "./session.ts";

interface BarProps {
  readonly session: Session;
}

/** Chooses who asks and for what, in place of a headers editor. */
export function IdentityBar({ session }: BarProps) {
  const caller = useSyncExternalStore(session.subscribe, session.current);
  const identity = session.identities?.find(({ app }) => app === caller.app);
  return (
    <div className="hub-identity" role="toolbar" aria-label="身份与用途">
      {session.identities === undefined ? (
        <TokenFields session={session} caller={caller} />
      ) : (
        <DemoFields session={session} caller={caller} identity={identity} />
      )}
      <Switch
        label="试运行"
        title="x-dry-run: true：只返回逐字段的决定"
        on={caller.dryRun}
        set={(dryRun) => {
          session.choose({ dryRun });
        }}
      />
      <Switch
        label="遇拒即止"
        title="x-on-denied: reject：有一个字段被拒绝就拒绝整个请求"
        on={caller.rejectOnDenied}
        set={(rejectOnDenied) => {
          session.choose({ rejectOnDenied });
        }}
      />
    </div>
  );
}

interface FieldsProps extends BarProps {
  readonly caller: Caller;
}

function DemoFields({ session, caller, identity }: FieldsProps & { readonly identity: DemoIdentity | undefined }) {
  const apps = (session.identities ?? []).map(({ app, name, department }) => ({
    code: app,
    name: department === "" ? name : `${name}（${inChinese(DEPARTMENTS, department)}）`,
  }));
  const officers = [{ code: "", name: "（无）" }, ...(identity?.officers ?? [])];
  return (
    <>
      <Select
        label="身份"
        value={caller.app}
        choices={apps}
        set={(app) => {
          session.chooseApp(app);
        }}
      />
      <Select
        label="经办人"
        value={caller.officer}
        choices={officers}
        set={(officer) => {
          session.choose({ officer });
        }}
      />
      <Select
        label="用途"
        value={caller.purpose}
        choices={identity?.purposes ?? []}
        set={(purpose) => {
          session.choose({ purpose });
        }}
      />
    </>
  );
}

function TokenFields({ session, caller }: FieldsProps) {
  return (
    <>
      <label>
        令牌
        <input
          type="password"
          autoComplete="off"
          spellCheck={false}
          placeholder="Bearer 令牌（只留在内存里）"
          value={caller.token}
          onChange={(event) => {
            session.choose({ token: event.currentTarget.value.trim() });
          }}
        />
      </label>
      <label>
        用途
        <input
          spellCheck={false}
          placeholder="x-purpose"
          value={caller.purpose}
          onChange={(event) => {
            session.choose({ purpose: event.currentTarget.value.trim() });
          }}
        />
      </label>
    </>
  );
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly set: (code: string) => void;
}

function Select({ label, value, choices, set }: SelectProps) {
  return (
    <label>
      {label}
      <select
        value={value}
        onChange={(event) => {
          set(event.currentTarget.value);
        }}
      >
        {choices.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly title: string;
  readonly on: boolean;
  readonly set: (on: boolean) => void;
}

function Switch({ label, title, on, set }: SwitchProps) {
  return (
    <label title={title}>
      <input
        type="checkbox"
        checked={on}
        onChange={(event) => {
          set(event.currentTarget.checked);
        }}
      />
      {label}
    </label>
  );
}
