-- 低保办件：申报的共同生活的家庭成员（社会救助暂行办法第九条）与家庭经济状况核对授权书（第五十八条）。
-- 原核对记录只凭授权书编号，既无签署人也无期限，不能作为授权使用，故删去该编号。
-- 各部分的区划即办件的区划：行范围不会只取到一家人中的几个。

create type residence as enum ('URBAN', 'RURAL', 'COLLECTIVE');
create type authorized_item as enum ('IDENTITY', 'INCOME', 'VEHICLE', 'REAL_ESTATE', 'BUSINESS', 'DEPOSIT');
create type signed_by as enum ('SELF', 'GUARDIAN');

create table subsistence_case (
  id text primary key,
  applicant_id text not null,
  residence residence not null,
  accepted_on date not null,
  division_code text not null,
  unique (id, division_code)
);
create index on subsistence_case (division_code text_pattern_ops);
comment on table subsistence_case is '低保办件（受理的申请）';

create table subsistence_member (
  id integer primary key,
  case_id text not null,
  person_id text not null,
  relation text not null,
  born_on date not null,
  incapacitated boolean not null,
  declared_wage bigint,
  declared_business bigint,
  declared_property bigint,
  declared_transfer bigint,
  division_code text not null,
  foreign key (case_id, division_code) references subsistence_case (id, division_code)
);
create index on subsistence_member (case_id);
create index on subsistence_member (division_code text_pattern_ops);
comment on table subsistence_member is '申报的共同生活的家庭成员';

create table subsistence_authorization (
  id integer primary key,
  case_id text not null,
  number text not null unique,
  scope authorized_item[] not null,
  signed_on date not null,
  valid_to date not null,
  withdrawn_on date,
  division_code text not null,
  unique (id, division_code),
  foreign key (case_id, division_code) references subsistence_case (id, division_code)
);
create index on subsistence_authorization (case_id);
create index on subsistence_authorization (division_code text_pattern_ops);
comment on table subsistence_authorization is '家庭经济状况核对授权书';

create table subsistence_signature (
  id integer primary key,
  authorization_id integer not null,
  person_id text not null,
  signed_by signed_by not null,
  guardian_id text,
  signed_on date not null,
  division_code text not null,
  foreign key (authorization_id, division_code) references subsistence_authorization (id, division_code)
);
create index on subsistence_signature (authorization_id);
create index on subsistence_signature (division_code text_pattern_ops);
comment on table subsistence_signature is '授权书的签署';

alter table economic_check drop column authorization_number;
alter table economic_check add column case_id text references subsistence_case;
create index on economic_check (case_id);
comment on table economic_check is '家庭经济状况核对（凭授权书）';
