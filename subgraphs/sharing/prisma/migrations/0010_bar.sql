-- 停供：提供部门不再依规则（无条件共享）向一个应用或整个部门、以一个用途或任何用途提供数据，直至解除或到期（第二十七条）。
-- 暂停、终止、撤销授权随即停供；恢复授权即解除因其暂停而生的停供。提供部门逐项决定给予的不受停供影响。
create type bar_state as enum ('IN_FORCE', 'LIFTED', 'LAPSED');

create table bar (
  id integer generated always as identity primary key,
  version integer not null default 1,
  state bar_state not null,
  app_id text references app,
  department_id text not null references department,
  purpose_code text,
  provider text not null,
  reason text not null check (btrim(reason) <> ''),
  grant_id integer references sharing_grant,
  imposed_by text not null,
  imposed_at timestamptz not null,
  until timestamptz,
  lifted_by text,
  lifted_at timestamptz,
  lift_reason text,
  check ((state = 'LIFTED') = (lifted_by is not null)),
  check ((state = 'IN_FORCE') = (lifted_at is null))
);
create index on bar (provider) where state = 'IN_FORCE';
-- 同一授权、同一对象与用途在用的停供至多一件。
create unique index on bar (grant_id) where state = 'IN_FORCE';
create unique index on bar (department_id, app_id, purpose_code, provider) nulls not distinct
  where state = 'IN_FORCE' and grant_id is null;
create trigger announce after insert or update or delete on bar for each statement execute function announce_grants();
comment on table bar is '停供：提供部门不再依规则向一个使用方提供无条件共享的数据（第二十七条）';

-- 此前被暂停、终止、撤销而提供部门其后未再决定给予的，即为停供；其理由与经办人见各授权的步骤记录。
insert into bar (state, app_id, department_id, purpose_code, provider, reason, grant_id, imposed_by, imposed_at)
select 'IN_FORCE', g.app_id, g.department_id, g.purpose_code, g.provider, coalesce(nullif(btrim(g.reason), ''), '（授权已被收回）'), g.id, 'operator', now()
from sharing_grant g
where (
    g.state in ('TERMINATED', 'REVOKED')
    or g.suspended_at is not null
    or exists (
      select 1
      from event e
      where e.matter = 'grant' and e.matter_id = 'G' || g.id and e.action in ('TERMINATE', 'REVOKE') and e.after is not null
    )
  )
  and not exists (
    select 1
    from sharing_grant later
    where later.id > g.id
      and not later.by_rule
      and later.suspended_at is null
      and later.state not in ('TERMINATED', 'REVOKED')
      and later.provider = g.provider
      and later.department_id = g.department_id
      and later.app_id is not distinct from g.app_id
      and later.purpose_code = g.purpose_code
  );

-- 网关所读：在用的停供，理由只取其首。
create view bar_in_force as
select
  id,
  app_id as app,
  department_id as department,
  purpose_code as purpose,
  provider,
  left(reason, 100) as reason,
  imposed_at as since,
  until
from bar
where state = 'IN_FORCE';

-- 在用授权，形式与 grants.yaml 的条目一致；已停用的应用、使用部门、提供部门不在其中，依规则给予而其提供部门已停供的也不在其中，
-- 已停用的数据项由网关按 stop_in_force 拒绝，随其他授权而来的无条件共享数据项由网关按 bar_in_force 拒绝。
create or replace view grant_record as
select c.id, c.document
from grant_content c
join sharing_grant g on 'G' || g.id = c.id
where not exists (
    select 1
    from stop_in_force s
    where (s.kind = 'APP' and s.target = g.app_id)
      or (s.kind = 'DEPARTMENT' and s.target = g.department_id)
      or (s.kind = 'PROVIDER' and s.target = g.provider)
  )
  and not (
    g.by_rule
    and exists (
      select 1
      from bar_in_force b
      where b.provider = g.provider
        and b.department = g.department_id
        and (b.app is null or b.app = g.app_id)
        and (b.purpose is null or b.purpose = g.purpose_code)
    )
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
