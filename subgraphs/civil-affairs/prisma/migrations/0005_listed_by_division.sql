-- 列表按区划代码、再按主键排列：任一级区划的一页只读该页的行，不随全市行数增长。代码次序与排序规则无关。
create index on care_home (division_code collate "C", id);
drop index care_home_division_code_idx;
create index on cremation (division_code collate "C", id);
drop index cremation_division_code_idx;
create index on old_age_subsidy (division_code collate "C", id);
drop index old_age_subsidy_division_code_idx;
create index on social_organisation (division_code collate "C", credit_code);
drop index social_organisation_division_code_idx;
create index on subsistence_family (division_code collate "C", id);
drop index subsistence_family_division_code_idx;
create index on subsistence_standard (division_code collate "C", id);
drop index subsistence_standard_division_code_idx;
create index on destitute_person (division_code collate "C", id);
drop index destitute_person_division_code_idx;
create index on destitute_standard (division_code collate "C", id);
drop index destitute_standard_division_code_idx;
