-- 目录更新：法律法规或职责变化之日起十个工作日内，经主管部门同意可延长五个工作日；主管部门两个工作日内审核公布（第十七条）。
create type update_state as enum ('DUE', 'EXTENSION_REQUESTED', 'EXTENDED', 'NOT_EXTENDED', 'DONE');
create type update_cause as enum ('LAW', 'DUTY');

create table catalogue_update (
  id integer generated always as identity primary key,
  version integer not null default 1,
  state update_state not null,
  provider text not null,
  cause update_cause not null,
  reason text not null check (btrim(reason) <> ''),
  occurred_on date not null,
  called_by text not null,
  called_at timestamptz not null,
  requested_days integer check (requested_days between 1 and 5),
  extension_days integer not null default 0 check (extension_days between 0 and 5),
  extension_reason text,
  requested_by text,
  requested_at timestamptz,
  answered_by text,
  answered_at timestamptz,
  note text,
  done_at timestamptz,
  check (extension_days = 0 or answered_by is not null),
  check ((state = 'DONE') = (done_at is not null))
);
create index on catalogue_update (provider) where state <> 'DONE';
comment on table catalogue_update is '目录更新的义务及其时限（第十七条）';

-- 编制目录前的保密审查与个人信息保护影响评估（第十三条）：只登记文号与文件的 SHA-256。
alter table catalogue_change
  add column published_at timestamptz,
  add column update_id integer references catalogue_update,
  add column secrecy_reference text not null default '（此前提出，未附）' check (btrim(secrecy_reference) <> ''),
  add column secrecy_sha256 text check (secrecy_sha256 ~ '^[0-9a-f]{64}$'),
  add column impact_reference text not null default '（此前提出，未附）' check (btrim(impact_reference) <> ''),
  add column impact_sha256 text check (impact_sha256 ~ '^[0-9a-f]{64}$');
alter table catalogue_change alter column secrecy_reference drop default, alter column impact_reference drop default;
