-- 公安：初始结构。金额以分计，日期不含时区，区划代码 12 位。

create type sex as enum ('MALE', 'FEMALE');
create type relation_to_head as enum ('HEAD', 'SPOUSE', 'CHILD', 'PARENT', 'GRANDCHILD', 'OTHER');
create type household_type as enum ('URBAN', 'RURAL', 'COLLECTIVE');
create type education as enum ('PRIMARY', 'JUNIOR', 'SENIOR', 'COLLEGE', 'BACHELOR', 'MASTER');
create type cancellation_reason as enum ('DEATH', 'ARMY', 'ABROAD', 'DUPLICATE');
create type vehicle_type as enum ('CAR', 'TRUCK', 'MOTORCYCLE', 'DISABILITY_SCOOTER', 'TRACTOR');
create type vehicle_usage as enum ('PRIVATE', 'COMMERCIAL');

create table person (
  id text primary key,
  citizen_number text not null unique,
  name text not null,
  former_name text,
  sex sex not null,
  nation text not null,
  birth_date date not null,
  household_id text not null,
  relation_to_head relation_to_head not null,
  household_type household_type not null,
  education education not null,
  native_place text not null,
  address text not null,
  grid_code text not null,
  moved_in_on date,
  deceased boolean not null,
  division_code text not null
);
create index on person (household_id);
create index on person (division_code text_pattern_ops);
comment on table person is '常住人口登记：一人一条，公民身份号码只在这里保存（一数一源）';

create table household (
  id text primary key,
  number text not null unique,
  head_id text not null,
  address text not null,
  grid_code text not null,
  division_code text not null
);
create index on household (head_id);
create index on household (division_code text_pattern_ops);
comment on table household is '户：一户一条，成员以户为单位';

create table registration_cancellation (
  id integer primary key,
  person_id text not null,
  reason cancellation_reason not null,
  died_on date,
  cancelled_on date not null,
  station text not null,
  division_code text not null
);
create index on registration_cancellation (person_id);
create index on registration_cancellation (cancelled_on);
create index on registration_cancellation (division_code text_pattern_ops);
comment on table registration_cancellation is '户口注销';

create table residence_permit (
  id integer primary key,
  person_id text not null,
  permit_number text not null,
  address text not null,
  issued_on date not null,
  valid_to date not null,
  division_code text not null
);
create index on residence_permit (person_id);
create index on residence_permit (division_code text_pattern_ops);
comment on table residence_permit is '居住证';

create table vehicle (
  id integer primary key,
  owner_id text not null,
  plate text not null,
  vehicle_type vehicle_type not null,
  usage vehicle_usage not null,
  registered_on date not null,
  value bigint not null,
  division_code text not null
);
create index on vehicle (owner_id);
create index on vehicle (division_code text_pattern_ops);
comment on table vehicle is '机动车登记';

create table police_case (
  id integer primary key,
  person_id text not null,
  case_number text not null,
  category text not null,
  opened_on date not null,
  division_code text not null
);
create index on police_case (person_id);
create index on police_case (division_code text_pattern_ops);
comment on table police_case is '案件：不予共享';

create table biometric (
  id integer primary key,
  person_id text not null,
  kind text not null,
  captured_on date not null,
  division_code text not null
);
create index on biometric (person_id);
create index on biometric (division_code text_pattern_ops);
comment on table biometric is '生物特征登记：不予共享';
