-- 人社：初始结构。金额以分计，日期不含时区，区划代码 12 位。

create type insurance_type as enum ('PENSION', 'MEDICAL', 'UNEMPLOYMENT', 'INJURY', 'MATERNITY');
create type insurance_status as enum ('ACTIVE', 'SUSPENDED', 'TERMINATED', 'DRAWING');
create type pension_type as enum ('EMPLOYEE', 'RESIDENT', 'SURVIVOR');
create type pay_status as enum ('PAYING', 'SUSPENDED', 'STOPPED');
create type life_status as enum ('ALIVE', 'UNVERIFIED', 'DECEASED');
create type employment_kind as enum ('EMPLOYED', 'SELF_EMPLOYED', 'FLEXIBLE', 'UNEMPLOYED');
create type contract_kind as enum ('FIXED_TERM', 'OPEN_ENDED', 'TASK');
create type deposit_form as enum ('GUARANTEE', 'CASH');
create type payroll_status as enum ('DRAFT', 'CONFIRMED', 'PAID', 'PARTLY_PAID');
create type clue_channel as enum ('NATIONAL_PLATFORM', 'HOTLINE_12345', 'FINGERTIP', 'PETITION');
create type clue_status as enum ('RECEIVED', 'IN_PROCESS', 'CLOSED', 'REJECTED');
create type degree as enum ('COLLEGE', 'BACHELOR', 'MASTER', 'DOCTOR');

create table social_insurance (
  id integer primary key,
  person_id text not null,
  insurance_type insurance_type not null,
  status insurance_status not null,
  employer_code text,
  contribution_base bigint not null,
  paid_months integer not null,
  first_paid_month text not null,
  last_paid_month text not null,
  division_code text not null
);
create index on social_insurance (person_id);
create index on social_insurance (employer_code);
create index on social_insurance (division_code text_pattern_ops);
comment on table social_insurance is '社会保险参保';

create table pension_benefit (
  id integer primary key,
  person_id text not null,
  benefit_type pension_type not null,
  retired_on date not null,
  pay_status pay_status not null,
  life_status life_status not null,
  monthly_amount bigint not null,
  bank text not null,
  account text not null,
  last_verified_on date,
  division_code text not null
);
create index on pension_benefit (person_id);
create index on pension_benefit (division_code text_pattern_ops);
comment on table pension_benefit is '养老待遇';

create table pension_payment (
  id integer primary key,
  benefit_id integer not null references pension_benefit,
  person_id text not null,
  pay_month text not null,
  due_amount bigint not null,
  paid_amount bigint not null,
  paid_on date,
  division_code text not null
);
create index on pension_payment (benefit_id);
create index on pension_payment (person_id);
create index on pension_payment (division_code text_pattern_ops);
comment on table pension_payment is '养老待遇发放记录';

create table employment (
  id integer primary key,
  person_id text not null,
  kind employment_kind not null,
  employer_code text,
  occupation text not null,
  started_on date not null,
  ended_on date,
  registered_as_unemployed_on date,
  monthly_wage bigint not null,
  division_code text not null
);
create index on employment (person_id);
create index on employment (employer_code);
create index on employment (division_code text_pattern_ops);
comment on table employment is '就业登记';

create table labour_contract (
  id integer primary key,
  person_id text not null,
  employer_code text not null,
  kind contract_kind not null,
  signed_on date not null,
  valid_to date,
  monthly_wage bigint not null,
  terminated_on date,
  termination_reason text,
  division_code text not null
);
create index on labour_contract (person_id);
create index on labour_contract (employer_code);
create index on labour_contract (division_code text_pattern_ops);
comment on table labour_contract is '劳动合同备案';

create table wage_account (
  id integer primary key,
  project_code text not null,
  contractor_code text not null,
  bank text not null,
  account text not null,
  opened_on date not null,
  contract_amount bigint not null,
  labour_ratio double precision not null,
  last_transfer_on date,
  last_transfer_amount bigint,
  balance bigint not null,
  division_code text not null
);
create index on wage_account (project_code);
create index on wage_account (contractor_code);
create index on wage_account (division_code text_pattern_ops);
comment on table wage_account is '农民工工资专用账户（保障农民工工资支付条例第26条）';

create table wage_deposit (
  id integer primary key,
  project_code text not null,
  contractor_code text not null,
  form deposit_form not null,
  amount bigint not null,
  required_amount bigint not null,
  institution text not null,
  valid_to date not null,
  division_code text not null
);
create index on wage_deposit (project_code);
create index on wage_deposit (contractor_code);
create index on wage_deposit (division_code text_pattern_ops);
comment on table wage_deposit is '工资保证金（条例第32条）';

create table roster_entry (
  id integer primary key,
  project_code text not null,
  person_id text not null,
  employer_code text not null,
  team text not null,
  trade text not null,
  entered_on date not null,
  left_on date,
  settled_on date,
  has_contract boolean not null,
  division_code text not null
);
create index on roster_entry (project_code);
create index on roster_entry (person_id);
create index on roster_entry (employer_code);
create index on roster_entry (division_code text_pattern_ops);
comment on table roster_entry is '实名制花名册（条例第28条）';

create table attendance_month (
  id integer primary key,
  project_code text not null,
  person_id text not null,
  team text not null,
  month text not null,
  days integer not null,
  leave_days integer not null,
  division_code text not null
);
create index on attendance_month (project_code);
create index on attendance_month (person_id);
create index on attendance_month (month);
create index on attendance_month (division_code text_pattern_ops);
comment on table attendance_month is '考勤月报（条例第31条）';

create table payroll (
  id integer primary key,
  project_code text not null,
  contractor_code text not null,
  team text not null,
  month text not null,
  status payroll_status not null,
  is_back_pay boolean not null,
  via_special_account boolean not null,
  bank text not null,
  due_total bigint not null,
  paid_total bigint not null,
  prepared_on date not null,
  paid_on date,
  division_code text not null
);
create index on payroll (project_code);
create index on payroll (contractor_code);
create index on payroll (division_code text_pattern_ops);
comment on table payroll is '工资表（按项目、月份、班组）';

create table payroll_line (
  id integer primary key,
  payroll_id integer not null references payroll,
  project_code text not null,
  person_id text not null,
  month text not null,
  days integer not null,
  hours integer not null,
  due_amount bigint not null,
  paid_amount bigint not null,
  is_back_pay boolean not null,
  paid_on date,
  account text not null,
  division_code text not null
);
create index on payroll_line (payroll_id);
create index on payroll_line (project_code);
create index on payroll_line (person_id);
create index on payroll_line (division_code text_pattern_ops);
comment on table payroll_line is '工资表明细';

create table arrears_clue (
  id integer primary key,
  channel clue_channel not null,
  received_at timestamptz not null,
  project_code text,
  employer_code text,
  workers integer not null,
  amount bigint not null,
  reporter_phone text not null,
  summary text not null,
  status clue_status not null,
  closed_at timestamptz,
  division_code text not null
);
create index on arrears_clue (received_at);
create index on arrears_clue (project_code);
create index on arrears_clue (employer_code);
create index on arrears_clue (division_code text_pattern_ops);
comment on table arrears_clue is '欠薪线索';

create table employer_year (
  id integer primary key,
  employer_code text not null,
  year integer not null,
  insured_average integer not null,
  insured_at_year_end integer not null,
  laid_off integer not null,
  unemployment_paid_months integer not null,
  unemployment_contribution bigint not null,
  graduate_hires integer not null,
  new_hires integer not null,
  no_wage_arrears boolean not null,
  division_code text not null
);
create index on employer_year (employer_code);
create index on employer_year (division_code text_pattern_ops);
comment on table employer_year is '单位年度参保与裁员情况';

create table talent (
  id integer primary key,
  person_id text not null,
  degree degree not null,
  major text not null,
  school text not null,
  graduated_on date not null,
  intention text not null,
  division_code text not null
);
create index on talent (person_id);
create index on talent (division_code text_pattern_ops);
comment on table talent is '人才';

create table vacancy (
  id integer primary key,
  employer_code text not null,
  post text not null,
  salary_from bigint not null,
  salary_to bigint not null,
  headcount integer not null,
  degree degree,
  posted_on date not null,
  valid_to date not null,
  division_code text not null
);
create index on vacancy (employer_code);
create index on vacancy (division_code text_pattern_ops);
comment on table vacancy is '岗位';

create table wage_threshold (
  code text primary key,
  value double precision not null,
  unit text not null,
  source text not null,
  effective_from date not null
);
comment on table wage_threshold is '欠薪预警阈值（政策数据，可按文件更新）';
