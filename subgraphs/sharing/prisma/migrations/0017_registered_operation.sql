-- 登记操作：应用经登记的 GraphQL 操作，以全文的 SHA-256 为标识。需求部门一人提出、共享工作机构负责人确认后生效；停用即时生效。
create table registered_operation (
  app_id text not null references app,
  id text not null check (id ~ '^sha256:[0-9a-f]{64}$'),
  name text not null,
  document text not null check (length(document) <= 50000),
  coordinates text[] not null,
  cost integer not null,
  plan text[] not null,
  pinned text not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  confirmed_by text,
  confirmed_at timestamptz,
  retired_by text,
  retired_at timestamptz,
  retire_reason text,
  primary key (app_id, id),
  check ((confirmed_at is null) = (confirmed_by is null)),
  check ((retired_at is null) = (retired_by is null))
);
comment on table registered_operation is '应用的登记操作';
comment on column registered_operation.pinned is '所批准内容（名称、字段、对象数、部门）的散列，账本所记';
create trigger announce after insert or update or delete on registered_operation
  for each statement execute function announce_grants();

-- 登记操作每日使用次数，由网关计。
create table operation_usage (
  app_id text not null,
  operation_id text not null,
  day date not null,
  requests bigint not null,
  primary key (app_id, operation_id, day),
  foreign key (app_id, operation_id) references registered_operation on delete cascade
);
comment on table operation_usage is '登记操作每日使用次数';
