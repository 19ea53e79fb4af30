-- 事件发件箱：办理的每一步与其记录在同一事务内记下“哪份授权、哪件申请变了”，从不记下变成什么；由枢纽取走后删除。
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

-- 未办成的一步（after 为空）不是变化；期限届满、依据将尽由枢纽自身记录，事项状态不变，也须告知。
create function note_step() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  told text;
  told_key text;
begin
  if new.after is null and new.action not in ('OVERDUE', 'BASIS_ENDING') then
    return null;
  end if;
  case new.matter
    when 'grant' then
      told := 'grantChanged';
      told_key := new.matter_id;
    when 'application' then
      told := 'applicationChanged';
      told_key := new.matter_id;
    when 'review', 'extension' then
      told := 'applicationChanged';
      told_key := new.detail ->> 'application';
    else
      return null;
  end case;
  if told_key is null then
    return null;
  end if;
  -- 无人收取时也不积压：枢纽自身只保留七日。
  delete from outbox where at < now() - interval '7 days';
  insert into outbox (type, key, day) values (told, told_key, (new.at at time zone 'Asia/Shanghai')::date);
  return null;
end $$;
create trigger step_noted after insert on event for each row execute function note_step();
