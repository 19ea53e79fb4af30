-- 特困人员供养（社会救助暂行办法第三章）：认定到人，有自己的条件与标准，不是最低生活保障的一个类别。
-- 原按“特困”类别记在低保家庭表中的，须先按认定档案补录到新表：缺认定情形、自理能力与义务人，不得由系统推断。
do $$
begin
  if exists (select from subsistence_family where kind = 'DESTITUTE') then
    raise exception '低保家庭表中尚有特困人员：请按认定档案补录后再升级';
  end if;
end
$$;
delete from subsistence_standard where kind = 'DESTITUTE';

alter type subsistence_kind rename to subsistence_kind_before;
create type subsistence_kind as enum ('URBAN', 'RURAL');
alter table subsistence_family alter column kind type subsistence_kind using kind::text::subsistence_kind;
alter table subsistence_standard alter column kind type subsistence_kind using kind::text::subsistence_kind;
drop type subsistence_kind_before;
comment on table subsistence_family is '低保家庭';

create type destitute_ground as enum ('ELDERLY', 'DISABLED', 'MINOR');
create type self_care as enum ('FULL', 'PARTIAL', 'NONE');
create type supporters as enum ('NONE', 'UNABLE', 'ABLE');
create type support_form as enum ('CENTRAL', 'DISPERSED');
create type destitute_status as enum ('SUPPORTED', 'ENDED');
create type support_component as enum ('BASIC', 'CARE');

create table destitute_person (
  id integer primary key,
  certificate_number text not null unique,
  person_id text not null,
  ground destitute_ground not null,
  born_on date not null,
  self_care self_care not null,
  supporters supporters not null,
  monthly_income bigint,
  residence residence not null,
  form support_form not null,
  status destitute_status not null,
  basic_amount bigint not null,
  care_amount bigint not null,
  valid_from date not null,
  valid_to date,
  division_code text not null,
  check ((status = 'ENDED') = (valid_to is not null))
);
create index on destitute_person (person_id);
create index on destitute_person (division_code text_pattern_ops);
comment on table destitute_person is '特困供养人员';

create table destitute_standard (
  id integer primary key,
  component support_component not null,
  self_care self_care,
  monthly_amount bigint not null,
  source text not null,
  effective_from date not null,
  division_code text not null,
  check ((component = 'BASIC') = (self_care is null))
);
create index on destitute_standard (division_code text_pattern_ops);
comment on table destitute_standard is '特困人员供养标准';
