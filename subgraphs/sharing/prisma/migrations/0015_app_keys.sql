-- 应用凭其公钥（JWK）在令牌端点证明身份：一名安全管理员提出、另一名确认后生效，收回立即生效。
alter table app
  add column keys jsonb not null default '[]',
  add column proposed_keys jsonb,
  add column keys_proposed_by text,
  add check ((proposed_keys is null) = (keys_proposed_by is null));
comment on column app.keys is '应用公钥（JWK），令牌端点凭其确认应用身份';
comment on column app.proposed_keys is '待另一名安全管理员确认的全部公钥；确认之前不生效';

-- 已用过的应用断言（RFC 7523 的 jti），各网关共用，断言过期后删去。
create table hub_spent_assertion (
  id text primary key,
  until timestamptz not null
);
create index on hub_spent_assertion (until);
comment on table hub_spent_assertion is '已用过的应用断言，各网关共用；重放者不予令牌';
