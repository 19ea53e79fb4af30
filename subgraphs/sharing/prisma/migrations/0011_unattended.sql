-- 自动作业（无人值守）：随申请提出、由提供部门决定；授权写明的，应用无须经办人与办件编号即可取得个人信息。
alter table application add column unattended boolean not null default false;
alter table sharing_grant add column unattended boolean not null default false;

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
  || case when g.unattended then '{"unattended": true}'::jsonb else '{}'::jsonb end as document
from sharing_grant g
where g.state in ('ACTIVE', 'EXPIRED');
