-- 共享方式随授权生效：凭批量交换、文件下载的授权方可导出。此前给出的授权仍只供接口查询，其内容与账本所载一致。
alter table sharing_grant add column sharing_method sharing_method;

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
  || case when g.registered_only then '{"registeredOnly": true}'::jsonb else '{}'::jsonb end
  || case when g.sharing_method in ('BATCH', 'FILE') then jsonb_build_object('method', g.sharing_method) else '{}'::jsonb end as document
from sharing_grant g
where g.state in ('ACTIVE', 'EXPIRED');
