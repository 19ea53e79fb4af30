-- 基本医疗保险、生育保险由医疗保障部门主管（数源部门），与人社主管的险种分表；系统仍由人社承载。
create type medical_insurance_type as enum ('MEDICAL', 'MATERNITY');
create table medical_insurance (
  id integer primary key,
  person_id text not null,
  insurance_type medical_insurance_type not null,
  status insurance_status not null,
  employer_code text,
  contribution_base bigint not null,
  paid_months integer not null,
  first_paid_month text not null,
  last_paid_month text not null,
  division_code text not null
);
insert into medical_insurance
select id, person_id, insurance_type::text::medical_insurance_type, status, employer_code, contribution_base, paid_months,
       first_paid_month, last_paid_month, division_code
from social_insurance where insurance_type in ('MEDICAL', 'MATERNITY');
delete from social_insurance where insurance_type in ('MEDICAL', 'MATERNITY');
create index on medical_insurance (person_id);
create index on medical_insurance (employer_code);
create index on medical_insurance (division_code text_pattern_ops);
comment on table medical_insurance is '医疗、生育保险参保';

alter type insurance_type rename to insurance_type_with_medical;
create type insurance_type as enum ('PENSION', 'UNEMPLOYMENT', 'INJURY');
alter table social_insurance alter column insurance_type type insurance_type using insurance_type::text::insurance_type;
drop type insurance_type_with_medical;
