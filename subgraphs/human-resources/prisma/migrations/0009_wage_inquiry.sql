-- 保障农民工工资支付条例第四十条：查处拖欠案件，查询当事人拥有房产、车辆等情况，须经设区的市级以上人社部门负责人批准。
create type inquiry_capacity as enum ('LEGAL_REPRESENTATIVE', 'PERSON_IN_CHARGE', 'ACTUAL_CONTRACTOR');
create table wage_inquiry (
  id text primary key,
  number text not null unique,
  debtor_code text not null,
  approved_by text not null check (approved_by <> ''),
  approver_area text not null check (approver_area ~ '^[0-9]{12}$'),
  approved_on date not null,
  valid_to date not null check (valid_to >= approved_on),
  closed_on date,
  division_code text not null,
  unique (id, division_code)
);
create index on wage_inquiry (debtor_code);
create index on wage_inquiry (division_code text_pattern_ops);
comment on table wage_inquiry is '欠薪案件的查询审批（条例第四十条）';

create table wage_inquiry_party (
  id integer primary key,
  inquiry_id text not null,
  person_id text not null,
  capacity inquiry_capacity not null,
  division_code text not null,
  unique (inquiry_id, person_id),
  foreign key (inquiry_id, division_code) references wage_inquiry (id, division_code)
);
create index on wage_inquiry_party (person_id);
create index on wage_inquiry_party (division_code text_pattern_ops);
comment on table wage_inquiry_party is '批准查询的当事人';
