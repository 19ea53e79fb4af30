-- 欠薪线索（12345 热线等各渠道）新收到、办理状态改变，即为事件。补录的旧线索不是新闻：枢纽只保留七日。
create function note_arrears_clue() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' and new.received_at < now() - interval '7 days' then
    return null;
  end if;
  if tg_op = 'UPDATE' and new.status = old.status then
    return null;
  end if;
  insert into outbox (type, key, division_code, day)
  values ('clueChanged', new.id::text, new.division_code, (now() at time zone 'Asia/Shanghai')::date);
  return null;
end $$;
create trigger arrears_clue_noted after insert or update on arrears_clue for each row execute function note_arrears_clue();
