-- 民政：初始结构。金额以分计，日期不含时区，区划代码 12 位。

create type marriage_kind as enum ('MARRIAGE', 'DIVORCE', 'REISSUE');
create type subsistence_kind as enum ('URBAN', 'RURAL', 'DESTITUTE');
create type subsistence_status as enum ('ACTIVE', 'SUSPENDED', 'ENDED');
create type age_band as enum ('FROM_80', 'FROM_90', 'FROM_100');
create type subsidy_status as enum ('PAYING', 'STOPPED');
create type disability_category as enum ('VISUAL', 'HEARING', 'SPEECH', 'PHYSICAL', 'INTELLECTUAL', 'MENTAL');
create type organisation_kind as enum ('ASSOCIATION', 'FOUNDATION', 'SERVICE');
create type organisation_status as enum ('NORMAL', 'CANCELLED', 'REVOKED');

create table marriage_record (
  id integer primary key,
  kind marriage_kind not null,
  registered_on date not null,
  office text not null,
  party_a_id text not null,
  party_b_id text not null,
  division_code text not null
);
create index on marriage_record (party_a_id);
create index on marriage_record (party_b_id);
create index on marriage_record (division_code text_pattern_ops);
comment on table marriage_record is '婚姻登记';

create table subsistence_family (
  id integer primary key,
  card_number text not null,
  household_id text not null,
  head_id text not null,
  people integer not null,
  insured_people integer not null,
  kind subsistence_kind not null,
  status subsistence_status not null,
  monthly_income bigint not null,
  allowance bigint not null,
  categories text,
  reason text not null,
  valid_from date not null,
  valid_to date,
  division_code text not null
);
create index on subsistence_family (household_id);
create index on subsistence_family (head_id);
create index on subsistence_family (division_code text_pattern_ops);
comment on table subsistence_family is '低保（特困）家庭';

create table allowance_payment (
  id integer primary key,
  family_id integer not null references subsistence_family,
  month text not null,
  base bigint not null,
  supplement bigint not null,
  total bigint not null,
  paid_on date not null,
  division_code text not null
);
create index on allowance_payment (family_id);
create index on allowance_payment (division_code text_pattern_ops);
comment on table allowance_payment is '救助金发放';

create table economic_check (
  id integer primary key,
  household_id text not null,
  authorization_number text not null,
  checked_on date not null,
  vehicles integer not null,
  houses integer not null,
  businesses integer not null,
  deposits bigint not null,
  division_code text not null
);
create index on economic_check (household_id);
create index on economic_check (division_code text_pattern_ops);
comment on table economic_check is '家庭经济状况核对（凭申请人书面授权）';

create table cremation (
  id integer primary key,
  person_id text not null,
  died_on date not null,
  cremated_on date not null,
  parlour text not null,
  cause text not null,
  division_code text not null
);
create index on cremation (person_id);
create index on cremation (cremated_on);
create index on cremation (division_code text_pattern_ops);
comment on table cremation is '火化登记';

create table old_age_subsidy (
  id integer primary key,
  person_id text not null,
  age_band age_band not null,
  monthly_amount bigint not null,
  started_on date not null,
  status subsidy_status not null,
  division_code text not null
);
create index on old_age_subsidy (person_id);
create index on old_age_subsidy (division_code text_pattern_ops);
comment on table old_age_subsidy is '高龄津贴';

create table disability (
  id integer primary key,
  person_id text not null,
  category disability_category not null,
  grade integer not null,
  certificate_number text not null,
  issued_on date not null,
  division_code text not null
);
create index on disability (person_id);
create index on disability (division_code text_pattern_ops);
comment on table disability is '残疾人证';

create table care_home (
  id integer primary key,
  name text not null,
  address text not null,
  beds integer not null,
  occupied integer not null,
  stars integer not null,
  phone text not null,
  division_code text not null
);
create index on care_home (division_code text_pattern_ops);
comment on table care_home is '养老机构';

create table social_organisation (
  credit_code text primary key,
  name text not null,
  kind organisation_kind not null,
  status organisation_status not null,
  registered_on date not null,
  legal_representative_name text not null,
  division_code text not null
);
create index on social_organisation (division_code text_pattern_ops);
comment on table social_organisation is '社会组织';

create table subsistence_standard (
  id integer primary key,
  kind subsistence_kind not null,
  monthly_amount bigint not null,
  source text not null,
  effective_from date not null,
  division_code text not null
);
create index on subsistence_standard (division_code text_pattern_ops);
comment on table subsistence_standard is '城乡低保标准';
