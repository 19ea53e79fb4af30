-- 网关的调用计数：各网关的角色只能增改其行，不能建表，故随迁移建立。此前由网关自建的，保持不变。

create table if not exists hub_caller_counter (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
comment on table hub_caller_counter is '各网关共用的调用计数（速率与配额）';
