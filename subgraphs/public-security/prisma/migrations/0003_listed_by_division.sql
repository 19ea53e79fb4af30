-- 列表按区划代码、再按主键排列：任一级区划的一页只读该页的行，不随全市行数增长。代码次序与排序规则无关。
create index on person (division_code collate "C", id);
drop index person_division_code_idx;
create index on registration_cancellation (division_code collate "C", id);
drop index registration_cancellation_division_code_idx;
create index on residence_permit (division_code collate "C", id);
drop index residence_permit_division_code_idx;
