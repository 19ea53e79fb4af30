-- 只许登记操作：提供部门答复申请时可以要求；有此要求的授权在用期间，该应用只能凭登记操作的标识查询，自拟的查询一律不读。
alter table review add column registered_only boolean not null default false;
alter table sharing_grant add column registered_only boolean not null default false;

create or replace view grant_content as
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
  || case when g.app_id is null then '{"use": "DERIVATION"}'::jsonb else '{}'::jsonb end
  || case when g.unattended then '{"unattended": true}'::jsonb else '{}'::jsonb end
  || case when g.registered_only then '{"registeredOnly": true}'::jsonb else '{}'::jsonb end as document
from sharing_grant g
where g.state in ('ACTIVE', 'EXPIRED');
