-- 授权内容：在用授权的全文，与紧急停用无关；账本记其散列，网关只认散列在账本中的授权。
create view grant_content as
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
        where i.grant_id = g.id and i.removed_at is null
      ),
      '{}'
    )
  )
  -- 部门自身的授权只用于派生（可用不可见），任何人不得凭以读取。
  || case when g.app_id is null then '{"use": "DERIVATION"}'::jsonb else '{}'::jsonb end as document
from sharing_grant g
where g.state in ('ACTIVE', 'EXPIRED');

-- 在用授权，形式与 grants.yaml 的条目一致；已停用的应用、使用部门、提供部门不在其中，已停用的数据项由网关按 stop_in_force 拒绝。
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
