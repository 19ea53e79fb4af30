-- 枢纽的事件：各部门发件箱取来的“何处变了”，一个次序，保留七日。从不含数据项的值；谁能知道，由每次重新取数时的授权决定。
create table hub_event (
  id bigint primary key generated always as identity,
  department text not null,
  row uuid not null,
  type text not null,
  key text not null,
  division_code text,
  day date,
  at timestamptz not null,
  kept_at timestamptz not null default now(),
  unique (department, row)
);
create index on hub_event (type, id);
create index on hub_event (kept_at);
comment on table hub_event is '事件：类型、键、区划与日期，不含任何数据项的值；保留七日';

-- 哪个网关正在收取某部门的事件；期满未续即由他者接手。
create table hub_collection (
  department text primary key,
  holder uuid not null,
  until timestamptz not null
);
comment on table hub_collection is '事件收取的轮值：各网关经本表分工，期满未续即由他者接手';

create function announce_events() returns trigger language plpgsql as $$
begin
  perform pg_notify('hub_events', '');
  return null;
end $$;
create trigger events_announced after insert on hub_event for each statement execute function announce_events();
