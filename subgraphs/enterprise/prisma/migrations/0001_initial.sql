-- 涉企：初始结构。金额以分计，日期不含时区，区划代码 12 位。

create type enterprise_type as enum ('LIMITED', 'JOINT_STOCK', 'SOLE_PROPRIETORSHIP', 'PARTNERSHIP', 'STATE_OWNED');
create type registration_status as enum ('ACTIVE', 'CANCELLED', 'REVOKED');
create type enterprise_scale as enum ('LARGE', 'MEDIUM', 'SMALL', 'MICRO');
create type licence_kind as enum ('SAFETY', 'FOOD', 'QUALIFICATION', 'DISCHARGE', 'LABOUR_DISPATCH');
create type qualification_kind as enum ('HIGH_TECH', 'SPECIALISED', 'LITTLE_GIANT', 'CHAMPION');
create type tax_grade as enum ('A', 'B', 'M', 'C', 'D');
create type policy_mode as enum ('AUTOMATIC', 'CONFIRM', 'APPLY');
create type stacking as enum ('HIGHEST', 'STEP', 'CUMULATIVE');

create table enterprise (
  credit_code text primary key,
  name text not null,
  type enterprise_type not null,
  capital bigint not null,
  established_on date not null,
  status registration_status not null,
  authority text not null,
  term_to date,
  legal_representative_name text not null,
  legal_representative_id text,
  address text not null,
  scope text not null,
  industry_code text not null,
  industry_name text not null,
  scale enterprise_scale not null,
  employees integer not null,
  above_scale boolean not null,
  grid_code text not null,
  division_code text not null
);
create index on enterprise (name);
create index on enterprise (legal_representative_id);
create index on enterprise (division_code text_pattern_ops);
comment on table enterprise is '企业登记';

create table sole_trader (
  credit_code text primary key,
  name text not null,
  operator_name text not null,
  operator_id text not null,
  established_on date not null,
  status registration_status not null,
  scope text not null,
  address text not null,
  division_code text not null
);
create index on sole_trader (operator_id);
create index on sole_trader (division_code text_pattern_ops);
comment on table sole_trader is '个体工商户';

create table shareholder (
  id integer primary key,
  enterprise_credit_code text not null references enterprise,
  name text not null,
  person_id text,
  subscribed bigint not null,
  ratio double precision not null,
  division_code text not null
);
create index on shareholder (enterprise_credit_code);
create index on shareholder (person_id);
create index on shareholder (division_code text_pattern_ops);
comment on table shareholder is '股东及出资';

create table licence (
  id integer primary key,
  enterprise_credit_code text not null references enterprise,
  kind licence_kind not null,
  number text not null,
  authority text not null,
  issued_on date not null,
  valid_to date not null,
  division_code text not null
);
create index on licence (enterprise_credit_code);
create index on licence (division_code text_pattern_ops);
comment on table licence is '行政许可';

create table penalty (
  id integer primary key,
  enterprise_credit_code text not null references enterprise,
  decided_on date not null,
  authority text not null,
  reason text not null,
  amount bigint not null,
  division_code text not null
);
create index on penalty (enterprise_credit_code);
create index on penalty (division_code text_pattern_ops);
comment on table penalty is '行政处罚';

create table abnormal_listing (
  id integer primary key,
  enterprise_credit_code text not null references enterprise,
  listed_on date not null,
  reason text not null,
  removed_on date,
  division_code text not null
);
create index on abnormal_listing (enterprise_credit_code);
create index on abnormal_listing (division_code text_pattern_ops);
comment on table abnormal_listing is '经营异常名录';

create table annual_report (
  id integer primary key,
  enterprise_credit_code text not null references enterprise,
  year integer not null,
  revenue bigint not null,
  profit bigint not null,
  tax bigint not null,
  assets bigint not null,
  rd_expense bigint not null,
  equipment_investment bigint not null,
  average_insured integer not null,
  division_code text not null
);
create index on annual_report (enterprise_credit_code);
create index on annual_report (division_code text_pattern_ops);
comment on table annual_report is '年度报告';

create table electricity_use (
  id integer primary key,
  enterprise_credit_code text not null references enterprise,
  year integer not null,
  quarter integer not null,
  kilowatt_hours integer not null,
  peak_month_kilowatt_hours integer not null,
  division_code text not null
);
create index on electricity_use (enterprise_credit_code);
create index on electricity_use (division_code text_pattern_ops);
comment on table electricity_use is '季度用电';

create table qualification (
  id integer primary key,
  enterprise_credit_code text not null references enterprise,
  kind qualification_kind not null,
  recognition integer not null,
  valid_from date not null,
  valid_to date not null,
  division_code text not null
);
create index on qualification (enterprise_credit_code);
create index on qualification (division_code text_pattern_ops);
comment on table qualification is '资质荣誉';

create table tax_credit (
  id integer primary key,
  enterprise_credit_code text not null references enterprise,
  year integer not null,
  grade tax_grade not null,
  arrears bigint not null,
  division_code text not null
);
create index on tax_credit (enterprise_credit_code);
create index on tax_credit (division_code text_pattern_ops);
comment on table tax_credit is '纳税信用与欠税';

create table policy (
  code text primary key,
  title text not null,
  document_number text not null,
  department text not null,
  summary text not null,
  mode policy_mode not null,
  stacking stacking not null,
  conditions jsonb not null,
  tiers jsonb not null,
  funding text not null,
  valid_from date not null,
  valid_to date not null
);
comment on table policy is '惠企政策';

create table payout (
  id integer primary key,
  policy_code text not null references policy,
  enterprise_credit_code text not null references enterprise,
  year integer not null,
  amount bigint not null,
  paid_on date not null,
  division_code text not null
);
create index on payout (policy_code);
create index on payout (enterprise_credit_code);
create index on payout (division_code text_pattern_ops);
comment on table payout is '政策兑现记录';

create table policy_intent (
  id integer primary key,
  policy_code text not null references policy,
  enterprise_credit_code text not null references enterprise,
  confirmed_at timestamptz not null,
  amount bigint not null,
  division_code text not null
);
create index on policy_intent (policy_code);
create index on policy_intent (enterprise_credit_code);
create index on policy_intent (division_code text_pattern_ops);
comment on table policy_intent is '政策意愿确认（两步兑现的第一步）';
