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
      <label title="x-case：L3、L4 级个人信息只在具体办件中提供给具名经办人">
        办件编号
        <input
          spellCheck={false}
          placeholder="x-case"
          value={caller.caseNumber}
          onChange={(event) => {
            session.choose({ caseNumber: event.currentTarget.value.trim() });
          }}
        />
      </label>
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
  return (
    <>
      <AppSelect session={session} caller={caller} />
      {identity !== undefined && identity.citizens.length > 0 ? (
        <Select
          label="本人"
          value={caller.citizen}
          choices={identity.citizens}
          set={(citizen) => {
            session.choose({ citizen });
          }}
        />
      ) : (
        <Select
          label="经办人"
          value={caller.officer}
          choices={[{ code: "", name: "（无）" }, ...(identity?.officers ?? [])]}
          set={(officer) => {
            session.choose({ officer });
          }}
        />
      )}
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

/** Identities under the headings of what they come to do. */
function AppSelect({ session, caller }: FieldsProps) {
  const identities = session.identities ?? [];
  const headings = new Set(identities.map(({ heading }) => heading));
  return (
    <label>
      身份
      <select
        value={caller.app}
        onChange={(event) => {
          session.chooseApp(event.currentTarget.value);
        }}
      >
        {[...headings].map((heading) => (
          <optgroup key={heading} label={heading}>
            <Options choices={identities.filter((identity) => identity.heading === heading).map(choiceOf)} />
          </optgroup>
        ))}
      </select>
    </label>
  );
}

function choiceOf({ app, name, department }: DemoIdentity): Choice {
  return { code: app, name: department === "" ? name : `${name}（${inChinese(DEPARTMENTS, department)}）` };
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
        <Options choices={choices} />
      </select>
    </label>
  );
}

function Options({ choices }: { readonly choices: readonly Choice[] }) {
  return choices.map(({ code, name }) => (
    <option key={code} value={code}>
      {name}
    </option>
  ));
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
