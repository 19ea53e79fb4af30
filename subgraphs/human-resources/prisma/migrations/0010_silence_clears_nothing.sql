-- 有部门未应答时级别可能偏低：因此而降低的级别不是变化，不告知；全部应答之后再与最近告知的级别比较。
create or replace function note_wage_warning() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  ranks constant text[] := array['NONE', 'YELLOW', 'ORANGE', 'RED'];
  informed record;
  told integer;
  risen integer := array_position(ranks, new.level);
begin
  if exists (select from wage_assessment later where later.project_code = new.project_code and later.as_of > new.as_of) then
    return null;
  end if;
  -- The level that was told last: that of the last one for which everybody answered, or a higher one since.
  select as_of, id, level into informed from wage_assessment earlier
    where earlier.project_code = new.project_code and earlier.id <> new.id and cardinality(earlier.missing) = 0
    order by as_of desc, id desc limit 1;
  select greatest(
    array_position(ranks, coalesce(informed.level, 'NONE')),
    (
      select max(array_position(ranks, since.level)) from wage_assessment since
      where since.project_code = new.project_code and since.id <> new.id
        and (informed.id is null or (since.as_of, since.id) > (informed.as_of, informed.id))
    )
  ) into told;
  if risen > told or (risen < told and cardinality(new.missing) = 0) then
    insert into outbox (type, key, division_code, day)
    values ('wageWarningChanged', new.project_code, new.division_code, new.as_of);
  end if;
  return null;
end $$;
