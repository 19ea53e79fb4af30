-- 住建：初始结构。金额以分计，日期不含时区，区划代码 12 位。

create type project_category as enum ('BUILDING', 'MUNICIPAL', 'DECORATION', 'GARDEN');
create type project_status as enum ('ONGOING', 'SUSPENDED', 'COMPLETED');
create type participant_role as enum ('GENERAL_CONTRACTOR', 'SPECIAL_SUBCONTRACTOR', 'LABOUR_SUBCONTRACTOR', 'SUPERVISOR', 'DESIGNER');
create type attendance_channel as enum ('FACE', 'CARD', 'MANUAL');
create type rental_mode as enum ('DWELLING', 'SUBSIDY');
create type rental_status as enum ('QUEUED', 'HOUSED', 'SUBSIDISED', 'EXITED');
create type dwelling_usage as enum ('RESIDENTIAL', 'COMMERCIAL', 'OFFICE', 'WAREHOUSE');
create type shared_form as enum ('SOLE', 'JOINT', 'BY_SHARE');
create type fund_status as enum ('ACTIVE', 'SEALED', 'CLOSED');

create table construction_project (
  code text primary key,
  name text not null,
  category project_category not null,
  general_contractor_code text not null,
  owner_unit text not null,
  investment bigint not null,
  contract_amount bigint not null,
  area double precision not null,
  started_on date not null,
  planned_completion_on date not null,
  completed_on date,
  status project_status not null,
  address text not null,
  contact_name text not null,
  contact_phone text not null,
  grid_code text not null,
  division_code text not null
);
create index on construction_project (general_contractor_code);
create index on construction_project (division_code text_pattern_ops);
comment on table construction_project is '在建项目';

create table construction_permit (
  number text primary key,
  project_code text not null references construction_project,
  contract_price bigint not null,
  area double precision not null,
  issued_on date not null,
  contractor_code text not null,
  supervisor_code text not null,
  project_manager text not null,
  division_code text not null
);
create index on construction_permit (project_code);
create index on construction_permit (contractor_code);
create index on construction_permit (supervisor_code);
create index on construction_permit (division_code text_pattern_ops);
comment on table construction_permit is '施工许可';

create table project_participant (
  id integer primary key,
  project_code text not null references construction_project,
  firm_code text not null,
  role participant_role not null,
  entered_on date not null,
  left_on date,
  division_code text not null
);
create index on project_participant (project_code);
create index on project_participant (firm_code);
create index on project_participant (division_code text_pattern_ops);
comment on table project_participant is '参建单位';

create table project_worker (
  id integer primary key,
  project_code text not null references construction_project,
  firm_code text not null,
  team text not null,
  person_id text not null,
  trade text not null,
  entered_on date not null,
  left_on date,
  has_contract boolean not null,
  has_insurance boolean not null,
  division_code text not null
);
create index on project_worker (project_code);
create index on project_worker (firm_code);
create index on project_worker (person_id);
create index on project_worker (division_code text_pattern_ops);
comment on table project_worker is '项目工人（建筑工人实名制）';

create table attendance (
  id integer primary key,
  project_code text not null references construction_project,
  person_id text not null,
  day date not null,
  entered_at timestamptz not null,
  left_at timestamptz,
  channel attendance_channel not null,
  division_code text not null
);
create index on attendance (project_code);
create index on attendance (person_id);
create index on attendance (division_code text_pattern_ops);
comment on table attendance is '现场考勤（近七日）';

create table public_rental_household (
  id integer primary key,
  household_id text not null,
  head_id text not null,
  members integer not null,
  income_per_head bigint not null,
  area_per_head double precision not null,
  vehicle_value bigint not null,
  mode rental_mode not null,
  queue_number integer,
  status rental_status not null,
  monthly_rent bigint,
  reviewed_on date not null,
  division_code text not null
);
create index on public_rental_household (household_id);
create index on public_rental_household (head_id);
create index on public_rental_household (division_code text_pattern_ops);
comment on table public_rental_household is '公租房保障家庭';

create table house_contract (
  id integer primary key,
  buyer_id text not null,
  unit_number text not null,
  location text not null,
  area double precision not null,
  usage dwelling_usage not null,
  price bigint not null,
  signed_on date not null,
  developer_code text not null,
  division_code text not null
);
create index on house_contract (buyer_id);
create index on house_contract (developer_code);
create index on house_contract (division_code text_pattern_ops);
comment on table house_contract is '商品房网签合同';

create table real_estate_right (
  id integer primary key,
  owner_id text not null,
  unit_number text not null,
  location text not null,
  area double precision not null,
  usage dwelling_usage not null,
  shared_form shared_form not null,
  registered_on date not null,
  mortgaged boolean not null,
  sealed boolean not null,
  division_code text not null
);
create index on real_estate_right (owner_id);
create index on real_estate_right (division_code text_pattern_ops);
comment on table real_estate_right is '不动产权利';

create table housing_fund (
  id integer primary key,
  person_id text not null,
  employer_code text not null,
  status fund_status not null,
  monthly_deposit bigint not null,
  balance bigint not null,
  division_code text not null
);
create index on housing_fund (person_id);
create index on housing_fund (employer_code);
create index on housing_fund (division_code text_pattern_ops);
comment on table housing_fund is '住房公积金';

create table property_management (
  id integer primary key,
  community text not null,
  company text not null,
  covered_area double precision not null,
  households integer not null,
  division_code text not null
);
create index on property_management (division_code text_pattern_ops);
comment on table property_management is '物业管理';

create table heating_area (
  id integer primary key,
  name text not null,
  company text not null,
  heated_area double precision not null,
  households integer not null,
  division_code text not null
);
create index on heating_area (division_code text_pattern_ops);
comment on table heating_area is '集中供热';
