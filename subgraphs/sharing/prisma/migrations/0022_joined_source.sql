-- 接入的系统：从接入、探查、分类、审核到公布；漂移即降级，停止接入须经两人。其数据项只按已批准的分类生效，网关据 source_in_force 提供。
create type source_state as enum ('CONNECTED', 'PROFILED', 'CLASSIFIED', 'AUDITED', 'PUBLISHED', 'DEGRADED', 'RETIRED');
create type publication_state as enum ('PROPOSED', 'HEAD_APPROVED', 'APPROVED', 'REFUSED');
create type publication_kind as enum ('PUBLICATION', 'RETIREMENT');

create table joined_source (
  name text primary key check (name ~ '^[a-z][a-z0-9-]{0,62}$'),
  version integer not null default 1,
  state source_state not null,
  title text not null check (btrim(title) <> ''),
  owner text not null,
  connected_by text not null,
  connected_at timestamptz not null,
  file_sha256 text check (file_sha256 ~ '^[0-9a-f]{64}$'),
  unclassified integer check (unclassified >= 0),
  drifted text[] not null default '{}',
  drift_reason text,
  state_by text not null,
  state_at timestamptz not null,
  check ((state = 'DEGRADED') = (cardinality(drifted) > 0))
);
create trigger announce after insert or update or delete on joined_source for each statement execute function announce_grants();
comment on table joined_source is '接入的系统及其所处阶段';

create table source_publication (
  id integer generated always as identity primary key,
  version integer not null default 1,
  state publication_state not null,
  kind publication_kind not null,
  source text not null references joined_source,
  owner text not null,
  items jsonb not null check (jsonb_typeof(items) = 'array'),
  file_sha256 text not null check (file_sha256 ~ '^[0-9a-f]{64}$'),
  sdl_sha256 text not null check (sdl_sha256 ~ '^[0-9a-f]{64}$'),
  reason text not null check (btrim(reason) <> ''),
  secrecy_reference text,
  secrecy_sha256 text,
  impact_reference text,
  impact_sha256 text,
  proposed_by text not null,
  proposed_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  audited_by text,
  audited_at timestamptz,
  -- 任何人不得经手两道（运维人员收录首版目录除外：其两道均记为 operator）。
  check (approved_by is null or approved_by <> proposed_by or proposed_by = 'operator'),
  check (audited_by is null or (audited_by <> proposed_by and audited_by <> approved_by) or proposed_by = 'operator'),
  check ((state in ('PROPOSED')) = (approved_by is null)),
  check ((state in ('APPROVED', 'REFUSED')) = (audited_by is not null))
);
-- 同一系统待办的至多一件。
create unique index on source_publication (source) where state in ('PROPOSED', 'HEAD_APPROVED');
create index on source_publication (source, id desc) where state = 'APPROVED';
create trigger announce after insert or update or delete on source_publication for each statement execute function announce_grants();
comment on table source_publication is '接入系统的全部分类的公布，以及停止接入：提出、本部门负责人同意、主管部门审核';

-- 首版目录只收录一次：此后新的数据项一律须经公布。
create table first_catalogue (
  single boolean primary key default true check (single),
  version text not null,
  adopted_at timestamptz not null
);
comment on table first_catalogue is '枢纽建立时（或自此前版本升级时）所收录的首版目录';

-- 网关所读：各系统的阶段与已批准的分类。不在其中的数据项不予提供。
create view source_in_force as
select
  s.name as source,
  s.state::text as state,
  coalesce(p.items, '[]'::jsonb) as items
from joined_source s
left join lateral (
  select items
  from source_publication
  where source = s.name and state = 'APPROVED' and kind = 'PUBLICATION'
  order by id desc
  limit 1
) p on true;

-- 公布时受影响的登记操作，与上一版本相比。
alter table catalogue_version add column affected jsonb not null default '[]' check (jsonb_typeof(affected) = 'array');
