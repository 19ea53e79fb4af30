-- 事件发件箱：在改变数据的同一事务内记下“何处变了”，从不记下变成什么；由枢纽取走后删除。
create table outbox (
  id uuid primary key default gen_random_uuid(),
  position bigint generated always as identity,
  type text not null check (type ~ '^[a-z][A-Za-z0-9]{0,63}$'),
  key text not null check (key <> '' and length(key) <= 200),
  division_code text check (division_code ~ '^[0-9]{2,12}$'),
  day date,
  at timestamptz not null default now()
);
create index on outbox (position);
comment on table outbox is '事件发件箱：类型、键、区划与日期，不含任何数据项的值';

-- 欠薪预警的级别与此前最近一次研判不同，即为变化。补做的往日研判改变不了今日的级别。
create function note_wage_warning() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  before text;
begin
  if exists (select from wage_assessment later where later.project_code = new.project_code and later.as_of > new.as_of) then
    return null;
  end if;
  select level into before from wage_assessment earlier
    where earlier.project_code = new.project_code and earlier.id <> new.id order by as_of desc, id desc limit 1;
  if coalesce(before, 'NONE') <> new.level then
    insert into outbox (type, key, division_code, day)
    values ('wageWarningChanged', new.project_code, new.division_code, new.as_of);
  end if;
  return null;
end $$;
create trigger wage_warning_noted after insert on wage_assessment for each row execute function note_wage_warning();
