-- 公租房办件：申报的家庭成员与同意核实申报信息的书面授权（公共租赁住房管理办法第七、八条）。
-- 各部分的区划即办件的区划：行范围不会只取到一家人中的几个。

create type authorized_item as enum ('IDENTITY', 'INCOME', 'VEHICLE', 'REAL_ESTATE', 'BUSINESS', 'DEPOSIT');
create type signed_by as enum ('SELF', 'GUARDIAN');

create table rental_case (
  id text primary key,
  applicant_id text not null,
  accepted_on date not null,
  migrant boolean not null,
  works_here_since date,
  declared_assets bigint,
  division_code text not null,
  unique (id, division_code)
);
create index on rental_case (division_code text_pattern_ops);
comment on table rental_case is '公租房办件（受理的申请）';

create table rental_member (
  id integer primary key,
  case_id text not null,
  person_id text not null,
  relation text not null,
  born_on date not null,
  incapacitated boolean not null,
  declared_income bigint,
  division_code text not null,
  foreign key (case_id, division_code) references rental_case (id, division_code)
);
create index on rental_member (case_id);
create index on rental_member (division_code text_pattern_ops);
comment on table rental_member is '申报的家庭成员';

create table rental_authorization (
  id integer primary key,
  case_id text not null,
  number text not null unique,
  scope authorized_item[] not null,
  signed_on date not null,
  valid_to date not null,
  withdrawn_on date,
  division_code text not null,
  unique (id, division_code),
  foreign key (case_id, division_code) references rental_case (id, division_code)
);
create index on rental_authorization (case_id);
create index on rental_authorization (division_code text_pattern_ops);
comment on table rental_authorization is '同意核实申报信息的书面授权';

create table rental_signature (
  id integer primary key,
  authorization_id integer not null,
  person_id text not null,
  signed_by signed_by not null,
  guardian_id text,
  signed_on date not null,
  division_code text not null,
  foreign key (authorization_id, division_code) references rental_authorization (id, division_code)
);
create index on rental_signature (authorization_id);
create index on rental_signature (division_code text_pattern_ops);
comment on table rental_signature is '书面授权的签署';
