-- 共享管理：初始结构（政务数据共享条例，国务院令第 809 号）。网关经视图 grant_record 读取在用授权，见 README.md。

create type party_role as enum ('APPLICANT', 'REVIEWER', 'OWNER', 'SECURITY_ADMINISTRATOR', 'AUDITOR', 'AUTHORITY');
create type application_state as enum ('AWAITING_CONSENT', 'UNDER_REVIEW', 'DECIDED', 'DECLINED', 'WITHDRAWN');
create type review_state as enum ('OPEN', 'INCOMPLETE', 'COMPLETE', 'DECIDED', 'CONFIRMED', 'CLOSED');
create type extension_state as enum ('REQUESTED', 'CONSENTED', 'REJECTED');
create type grant_state as enum ('GRANTED', 'ACTIVE', 'SUSPENDED', 'RECTIFIED', 'EXPIRED', 'TERMINATED', 'REVOKED', 'RELINQUISHED', 'DISPOSED');
create type correction_state as enum ('FILED', 'UPHELD', 'REJECTED');
create type change_state as enum ('PROPOSED', 'HEAD_APPROVED', 'APPROVED', 'REFUSED', 'PUBLISHED');
create type sharing_method as enum ('INTERFACE', 'BATCH', 'FILE');
create type granted_outcome as enum ('CLEAR', 'MASKED');
create type item_decision as enum ('PENDING', 'CLEAR', 'MASKED', 'REFUSED');
create type stop_kind as enum ('APP', 'DEPARTMENT', 'PROVIDER', 'COORDINATE');
create type sign_off_kind as enum ('CONSUMER_HEAD', 'PROVIDER_HEAD');

create table department (
  id text primary key check (id ~ '^[a-z][a-z0-9-]*$'),
  name text not null check (btrim(name) <> ''),
  sharing_body text not null check (btrim(sharing_body) <> ''),
  area_code text not null check (area_code ~ '^[0-9]{12}$')
);
comment on table department is '政务部门及其共享工作机构（第十一条）';

create table app (
  id text primary key check (id ~ '^[a-z][a-z0-9-]*$'),
  department_id text not null references department,
  name text not null check (btrim(name) <> '')
);
create index on app (department_id);
comment on table app is '应用';

create table officer (
  id text primary key,
  department_id text not null references department,
  name text not null check (btrim(name) <> '')
);
create index on officer (department_id);
comment on table officer is '经办人';

create table officer_role (
  officer_id text not null references officer,
  role party_role not null,
  given_by text not null,
  given_at timestamptz not null,
  primary key (officer_id, role)
);
comment on table officer_role is '经办人的角色：不相容职责由工作流分离';

create table application (
  id integer generated always as identity primary key,
  version integer not null default 1,
  state application_state not null,
  -- 空：部门自身为使用方，用于以他部门数据派生本部门字段。
  app_id text references app,
  department_id text not null references department,
  applicant_id text not null references officer,
  purpose_code text not null check (purpose_code ~ '^[A-Z][A-Z0-9_]*$'),
  purpose_name text not null check (btrim(purpose_name) <> ''),
  legal_basis text not null check (btrim(legal_basis) <> ''),
  scenario text not null check (btrim(scenario) <> ''),
  usage_scope text not null check (btrim(usage_scope) <> ''),
  row_scope text[] not null check (cardinality(row_scope) > 0),
  sharing_method sharing_method not null,
  valid_to timestamptz not null,
  requests_per_day integer check (requests_per_day > 0),
  subjects_per_day integer check (subjects_per_day > 0),
  operation text,
  renews_grant_id integer,
  catalogue_version text not null,
  submitted_at timestamptz not null,
  consented_at timestamptz,
  decided_at timestamptz
);
create index on application (department_id);
create index on application (state);
comment on table application is '共享申请：使用依据、使用场景、使用范围、共享方式、使用时限五项必填（第二十条）';

create table application_item (
  id integer generated always as identity primary key,
  application_id integer not null references application,
  coordinate text not null,
  owner text not null,
  share text not null check (share in ('UNCONDITIONAL', 'CONDITIONAL')),
  level text not null check (level in ('L1', 'L2', 'L3', 'L4')),
  wished granted_outcome not null,
  decision item_decision not null default 'PENDING',
  reason text,
  by_rule boolean not null default false,
  decided_by text,
  decided_at timestamptz,
  unique (application_id, coordinate),
  check (decision <> 'REFUSED' or btrim(coalesce(reason, '')) <> '')
);
create index on application_item (owner);
comment on table application_item is '申请的数据项及其逐项决定；拒绝必须说明理由（第二十一条）';

create table review (
  id integer generated always as identity primary key,
  application_id integer not null references application,
  provider text not null,
  state review_state not null default 'OPEN',
  received_at timestamptz not null,
  told_at timestamptz,
  missing text,
  supplement text,
  completed_at timestamptz,
  extension_days integer not null default 0 check (extension_days between 0 and 10),
  decided_by text,
  decided_at timestamptz,
  confirmed_by text,
  confirmed_at timestamptz,
  unique (application_id, provider)
);
create index on review (provider, state);
comment on table review is '数据提供部门对一件申请的审核：法定时限自收到之日起算（第二十一条）';

create table extension (
  id integer generated always as identity primary key,
  review_id integer not null references review,
  state extension_state not null,
  days integer not null check (days between 1 and 10),
  reason text not null check (btrim(reason) <> ''),
  requested_by text not null,
  requested_at timestamptz not null,
  answered_by text,
  answered_at timestamptz,
  note text
);
-- 至多延长一次：待答复或已同意的只能有一件。
create unique index on extension (review_id) where state <> 'REJECTED';
comment on table extension is '延期：不超过十个工作日，须经主管部门同意（第二十一条）';

create table sign_off (
  id integer generated always as identity primary key,
  application_id integer not null references application,
  kind sign_off_kind not null,
  department_id text not null,
  officer_id text not null,
  consented boolean not null,
  note text,
  signed_at timestamptz not null
);
create index on sign_off (application_id);
comment on table sign_off is '共享工作机构负责人的签署（第二十条）';

create table sharing_grant (
  id integer generated always as identity primary key,
  version integer not null default 1,
  state grant_state not null,
  application_id integer not null references application,
  app_id text references app,
  department_id text not null references department,
  provider text not null,
  by_rule boolean not null,
  purpose_code text not null,
  purpose_name text not null,
  legal_basis text not null,
  row_scope text[] not null,
  requests_per_day integer,
  subjects_per_day integer,
  consented_at timestamptz not null,
  valid_from timestamptz,
  valid_to timestamptz not null,
  activated_at timestamptz,
  suspended_at timestamptz,
  reason text,
  rectification text,
  rectified_by text,
  ended_at timestamptz,
  disposal text,
  -- 同一申请、同一提供部门至多一份：并发的决定不会重复授权。
  unique (application_id, provider, by_rule),
  check (state <> 'ACTIVE' or valid_from < valid_to)
);
create index on sharing_grant (department_id);
create index on sharing_grant (provider);
create index on sharing_grant (app_id);
comment on table sharing_grant is '共享授权：一件申请在一个提供部门处的结果';

create table grant_item (
  id integer generated always as identity primary key,
  grant_id integer not null references sharing_grant,
  coordinate text not null,
  outcome granted_outcome not null,
  removed_at timestamptz,
  unique (grant_id, coordinate)
);
create index on grant_item (coordinate);
comment on table grant_item is '授权的数据项';

create table emergency_stop (
  id integer generated always as identity primary key,
  kind stop_kind not null,
  target text not null,
  reason text not null check (btrim(reason) <> ''),
  stopped_by text not null,
  stopped_at timestamptz not null,
  lifted_by text,
  lifted_at timestamptz,
  lift_reason text
);
create unique index on emergency_stop (kind, target) where lifted_at is null;
comment on table emergency_stop is '紧急停用：应用、使用部门、提供部门或数据项';

create table grant_usage (
  grant_id integer not null references sharing_grant,
  coordinate text not null,
  day date not null,
  requests bigint not null check (requests >= 0),
  rows bigint not null check (rows >= 0),
  primary key (grant_id, coordinate, day)
);
comment on table grant_usage is '授权使用情况，按日（第二十六、二十九条）';

create table correction (
  id integer generated always as identity primary key,
  version integer not null default 1,
  state correction_state not null,
  coordinate text not null,
  provider text not null,
  subject text not null,
  department_id text not null references department,
  filed_by text not null,
  filed_at timestamptz not null,
  objection text not null check (btrim(objection) <> ''),
  disclosures text[] not null default '{}',
  answer text,
  answered_by text,
  answered_at timestamptz
);
create index on correction (provider, state);
create index on correction (department_id);
comment on table correction is '校核纠错：提供部门十个工作日内答复（第二十六条）';

create table demand (
  id integer generated always as identity primary key,
  department_id text not null references department,
  provider text,
  title text not null check (btrim(title) <> ''),
  reason text not null check (btrim(reason) <> ''),
  filed_by text not null,
  filed_at timestamptz not null
);
comment on table demand is '共享需求：目录中尚不存在的数据';

create table catalogue_entry (
  type_name text primary key,
  theme text not null,
  update_cycle text not null,
  sharing_method text not null,
  conditions text not null,
  updated_by text not null,
  updated_at timestamptz not null
);
comment on table catalogue_entry is '目录条目中不随模式而定的项：主题、更新频率、共享方式、使用条件（第十三条）';

create table catalogue_version (
  id integer generated always as identity primary key,
  version text not null unique,
  supergraph text not null,
  published_by text not null,
  published_at timestamptz not null
);
comment on table catalogue_version is '已公布的目录版本（第十六条）';

create table catalogue_change (
  id integer generated always as identity primary key,
  version integer not null default 1,
  state change_state not null,
  coordinate text not null,
  owner text not null,
  level text not null check (level in ('L1', 'L2', 'L3', 'L4')),
  share text not null check (share in ('UNCONDITIONAL', 'CONDITIONAL', 'NOT_SHARED')),
  mask text,
  reason text not null check (btrim(reason) <> ''),
  basis text,
  basis_kind text check (basis_kind in ('LAW', 'ADMINISTRATIVE_REGULATION', 'STATE_COUNCIL_DECISION')),
  proposed_by text not null,
  proposed_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  audited_by text,
  audited_at timestamptz,
  published_version text,
  -- 不予共享须有法律、行政法规或者国务院决定为依据，地方规定不作依据（第十五条）。
  check (share <> 'NOT_SHARED' or (btrim(coalesce(basis, '')) <> '' and basis_kind is not null))
);
create index on catalogue_change (coordinate);
comment on table catalogue_change is '目录变更：提出、负责人同意、主管部门审核、公布（第十二、十六、十七条）';

create table event (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  action text not null,
  article integer,
  matter text not null,
  matter_id text not null,
  before text,
  after text,
  app text not null,
  department text not null,
  officer text not null,
  role text,
  detail jsonb not null default '{}'
);
create index on event (matter, matter_id);
-- 逾期只记一次。
create unique index on event (matter, matter_id, action) where action = 'OVERDUE';
comment on table event is '每一步骤的记录，只增不改';

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete on event for each row execute function refuse_change();
create trigger append_only_truncate before truncate on event for each statement execute function refuse_change();

create table grant_version (single boolean primary key default true check (single), version bigint not null);
insert into grant_version (version) values (1);
comment on table grant_version is '授权的版本号：任何授权或停用的变化都使其增加';

-- 与变化同一事务通知各网关；无论由谁写入。
create function announce_grants() returns trigger language plpgsql as $$
declare
  current bigint;
begin
  update grant_version set version = version + 1 returning version into current;
  perform pg_notify('hub_grants', current::text);
  return null;
end $$;
create trigger announce after insert or update or delete on sharing_grant for each statement execute function announce_grants();
create trigger announce after insert or update or delete on grant_item for each statement execute function announce_grants();
create trigger announce after insert or update or delete on emergency_stop for each statement execute function announce_grants();
create trigger announce after insert or update or delete on app for each statement execute function announce_grants();

create view stop_in_force as select kind, target, reason, stopped_at from emergency_stop where lifted_at is null;

-- 在用授权，形式与 grants.yaml 的条目一致；已停用的应用、部门、数据项不在其中。
create view grant_record as
select
  'G' || g.id as id,
  jsonb_build_object(
    'id', 'G' || g.id,
    'consumer', case
      when g.app_id is null then jsonb_build_object('department', g.department_id)
      else jsonb_build_object('app', g.app_id)
    end,
    'purpose', jsonb_build_object('code', g.purpose_code, 'name', g.purpose_name, 'basis', g.legal_basis),
    'validFrom', to_char(g.valid_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'validTo', to_char(g.valid_to at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'rowScope', to_jsonb(g.row_scope),
    'quota', jsonb_build_object('requestsPerDay', g.requests_per_day, 'subjectsPerDay', g.subjects_per_day),
    'items', coalesce(
      (
        select jsonb_object_agg(i.coordinate, i.outcome)
        from grant_item i
        where i.grant_id = g.id
          and i.removed_at is null
          and not exists (select 1 from stop_in_force s where s.kind = 'COORDINATE' and s.target = i.coordinate)
      ),
      '{}'
    )
  )
  -- 部门自身的授权只用于派生（可用不可见），任何人不得凭以读取。
  || case when g.app_id is null then '{"use": "DERIVATION"}'::jsonb else '{}'::jsonb end as document
from sharing_grant g
where g.state in ('ACTIVE', 'EXPIRED')
  and not exists (
    select 1
    from stop_in_force s
    where (s.kind = 'APP' and s.target = g.app_id)
      or (s.kind = 'DEPARTMENT' and s.target = g.department_id)
      or (s.kind = 'PROVIDER' and s.target = g.provider)
  )
union all
-- 共享工作本身：每个已登记的应用都可办理。行范围为空，不触及任何部门的数据行；谁能看到和办理什么由工作流决定。
select
  'sharing:' || a.id,
  jsonb_build_object(
    'id', 'sharing:' || a.id,
    'consumer', jsonb_build_object('app', a.id),
    'purpose', jsonb_build_object('code', 'DATA_SHARING', 'name', '政务数据共享管理', 'basis', '政务数据共享条例'),
    'validFrom', '2025-08-01T00:00:00Z',
    'validTo', '9999-12-31T00:00:00Z',
    'rowScope', '[]'::jsonb,
    'items', '{}'::jsonb
  )
from app a
where not exists (
  select 1
  from stop_in_force s
  where (s.kind = 'APP' and s.target = a.id) or (s.kind = 'DEPARTMENT' and s.target = a.department_id)
);
