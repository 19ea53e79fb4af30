-- 时限将届满、授权将到期：各告知一次；延期改变届满日的，按新的届满日再告知一次。时钟拨回、停机重启或多个进程同时运行都不重复。
create unique index on event (matter, matter_id, action, (detail ->> 'dueOn')) where action = 'DUE_SOON';
create unique index on event (matter, matter_id, action) where action = 'GRANT_ENDING';

-- 日历所告知的另成一类：事项状态并未变化。时限所属申请由审核本身查得（此前“逾期”的记录不带申请编号，因而无人得知）。
create or replace function note_step() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  told text;
  told_key text;
begin
  if new.after is null and new.action not in ('OVERDUE', 'DUE_SOON', 'BASIS_ENDING', 'GRANT_ENDING') then
    return null;
  end if;
  told_key := case new.matter
    when 'grant' then new.matter_id
    when 'application' then new.matter_id
    when 'review' then (select application_id::text from review where id = new.matter_id::int)
    when 'extension' then new.detail ->> 'application'
  end;
  told := case
    when new.matter = 'grant' then case
      when new.action in ('BASIS_ENDING', 'GRANT_ENDING') then 'grantEnding'
      when new.action in ('OVERDUE', 'DUE_SOON') then 'grantDue'
      else 'grantChanged' end
    when new.action in ('OVERDUE', 'DUE_SOON') then 'applicationDue'
    else 'applicationChanged'
  end;
  if told_key is null then
    return null;
  end if;
  -- 无人收取时也不积压：枢纽自身只保留七日。
  delete from outbox where at < now() - interval '7 days';
  insert into outbox (type, key, day) values (told, told_key, (new.at at time zone 'Asia/Shanghai')::date);
  return null;
end $$;
