-- 终止共享须有法定理由并经负责人同意，处置须经提供部门确认（第二十七条）。
alter type grant_state add value 'DISPOSAL_REPORTED' before 'DISPOSED';
alter table sharing_grant add column suspended_by text;
alter table sharing_grant add column end_cause text;
alter table sharing_grant add column disposal_note text;

-- 紧急停用即立数据安全事件：处置、告知、报告（数据安全法第二十九条）。
create type incident_state as enum ('OPENED', 'REPORTED', 'CLOSED');
create table incident (
  id integer generated always as identity primary key,
  version integer not null default 1,
  state incident_state not null,
  stop_id integer not null unique references emergency_stop,
  summary text not null,
  opened_at timestamptz not null,
  findings text,
  measures text,
  notified text,
  reported_by text,
  reported_at timestamptz,
  conclusion text,
  closed_by text,
  closed_at timestamptz,
  check ((state = 'OPENED') = (reported_at is null)),
  check ((state = 'CLOSED') = (closed_at is not null))
);
comment on table incident is '数据安全事件（数据安全法第二十九条）';

-- 目录条目的共享方式与使用条件：数据责任人提出，负责人同意，主管部门审核公布（第十二、十三、十六条）。
create type description_state as enum ('PROPOSED', 'HEAD_APPROVED', 'PUBLISHED', 'REFUSED');
create table catalogue_description (
  id integer generated always as identity primary key,
  version integer not null default 1,
  state description_state not null,
  owner text not null,
  entries jsonb not null,
  differing text[] not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  audited_by text,
  audited_at timestamptz,
  opinion text
);
create index on catalogue_description (owner);
comment on table catalogue_description is '目录条目补充项的变更：提出、负责人同意、主管部门审核公布';

-- 依据将失效的告知，每件授权一次（第二十条）。
create unique index on event (matter, matter_id, action) where action = 'BASIS_ENDING';
