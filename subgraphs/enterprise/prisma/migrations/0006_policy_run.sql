-- 惠企政策找企业（免申即享）：逐日及依据变化时对企业判定各项政策并留存；新符合、不再符合即为事件。
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

create table firm_revision (
  enterprise_credit_code text primary key,
  revision integer not null default 1,
  changed_at timestamp not null default (now() at time zone 'utc'),
  division_code text not null
);
comment on table firm_revision is '企业依据版次：政策判定所看的登记、年报、用电、资质、纳税信用、异常名录、兑现记录每变一次加一';

create table policy_run (
  id bigint primary key generated always as identity,
  enterprise_credit_code text not null,
  as_of date not null,
  revision integer not null,
  matched text[] not null,
  undecided text[] not null,
  computed_at timestamp not null default (now() at time zone 'utc'),
  division_code text not null
);
create index on policy_run (enterprise_credit_code, as_of);
create index on policy_run (division_code text_pattern_ops);
comment on table policy_run is '惠企政策判定的运行（只增不改）：某日一家企业符合及无法判定的政策代码';

create table policy_finding (
  id bigint primary key generated always as identity,
  run_id bigint references policy_run,
  enterprise_credit_code text not null,
  policy_code text not null,
  as_of date not null,
  policy_version text,
  holds boolean,
  reasons jsonb not null,
  is_open boolean,
  found_on date,
  ended_on date,
  change text check (change in ('FOUND', 'ENDED')),
  division_code text not null
);
create index on policy_finding (enterprise_credit_code, policy_code, as_of, id);
create index on policy_finding (division_code text_pattern_ops);
comment on table policy_finding is '惠企政策判定的变化（只增不改）：与前一次相同的不另记';
comment on column policy_finding.policy_version is '政策版本：条件、分档、方式与有效期的摘要；空为政策已撤回';
comment on column policy_finding.holds is '是否符合；空为缺少数据，此前的结论不变';
comment on column policy_finding.reasons is '逐项条件、要求及是否符合；不含企业的实际数值';

-- Findings of one firm come one after the other, so that of two runs at one moment one finds what is new.
create function weigh_policy_finding() returns trigger language plpgsql as $$
declare
  last record;
begin
  perform pg_advisory_xact_lock(hashtextextended('policy_finding ' || new.enterprise_credit_code, 0));
  select * into last from policy_finding earlier
    where earlier.enterprise_credit_code = new.enterprise_credit_code and earlier.policy_code = new.policy_code
    order by as_of desc, id desc limit 1;
  if last.as_of > new.as_of then
    return null;
  end if;
  new.is_open := coalesce(new.holds, last.is_open, false);
  new.change := case
    when new.is_open and not coalesce(last.is_open, false) then 'FOUND'
    when last.is_open and not new.is_open then 'ENDED' end;
  new.found_on := case when new.change = 'FOUND' then new.as_of when new.is_open then last.found_on end;
  new.ended_on := case when new.change = 'ENDED' then new.as_of else last.ended_on end;
  if last.id is not null and (new.holds, new.policy_version, new.reasons) is not distinct from (last.holds, last.policy_version, last.reasons) then
    return null;
  end if;
  return new;
end $$;
create trigger policy_finding_weighed before insert on policy_finding for each row execute function weigh_policy_finding();

create function note_offers() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into outbox (type, key, division_code, day)
  select distinct case change when 'FOUND' then 'offerFound' else 'offerEnded' end, enterprise_credit_code, division_code, as_of
  from added where change is not null;
  return null;
end $$;
create trigger offers_noted after insert on policy_finding referencing new table as added for each statement execute function note_offers();

create function keep_policy_findings() returns trigger language plpgsql as $$
begin
  raise exception 'what a run of the policies found is never changed or removed' using errcode = 'integrity_constraint_violation';
end $$;
create trigger policy_run_kept before update or delete on policy_run for each row execute function keep_policy_findings();
create trigger policy_finding_kept before update or delete on policy_finding for each row execute function keep_policy_findings();

-- The triggers count for whoever writes the registers; nobody needs a right to the count itself.
create function note_firm_revision() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into firm_revision as firm (enterprise_credit_code, division_code)
  select enterprise_credit_code, min(division_code) from changed group by enterprise_credit_code order by enterprise_credit_code
  on conflict (enterprise_credit_code) do update set revision = firm.revision + 1, changed_at = now() at time zone 'utc';
  return null;
end $$;

create function note_firm_revision_of_firms() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into firm_revision as firm (enterprise_credit_code, division_code)
  select credit_code, division_code from changed order by credit_code
  on conflict (enterprise_credit_code) do update
    set revision = firm.revision + 1, changed_at = now() at time zone 'utc', division_code = excluded.division_code;
  return null;
end $$;

create function note_firm_revision_emptied() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into firm_revision as firm (enterprise_credit_code, division_code)
  select credit_code, division_code from enterprise order by credit_code
  on conflict (enterprise_credit_code) do update set revision = firm.revision + 1, changed_at = now() at time zone 'utc';
  return null;
end $$;

do $$
declare
  one record;
begin
  for one in select * from (values
    ('enterprise', 'note_firm_revision_of_firms'), ('annual_report', 'note_firm_revision'), ('electricity_use', 'note_firm_revision'),
    ('qualification', 'note_firm_revision'), ('tax_credit', 'note_firm_revision'), ('abnormal_listing', 'note_firm_revision'),
    ('payout', 'note_firm_revision')
  ) as found(records, note) loop
    execute format('create trigger firm_gained after insert on %I referencing new table as changed for each statement execute function %I()', one.records, one.note);
    execute format('create trigger firm_changed_from after update on %I referencing old table as changed for each statement execute function %I()', one.records, one.note);
    execute format('create trigger firm_changed_to after update on %I referencing new table as changed for each statement execute function %I()', one.records, one.note);
    execute format('create trigger firm_lost after delete on %I referencing old table as changed for each statement execute function %I()', one.records, one.note);
    execute format('create trigger firm_emptied after truncate on %I for each statement execute function note_firm_revision_emptied()', one.records);
  end loop;
end $$;
