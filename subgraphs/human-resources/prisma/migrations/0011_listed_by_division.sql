-- 列表按区划代码、再按主键排列：任一级区划的一页只读该页的行，不随全市行数增长。代码次序与排序规则无关。
create index on arrears_clue (division_code collate "C", id);
drop index arrears_clue_division_code_idx;
create index on payroll (division_code collate "C", id);
drop index payroll_division_code_idx;
create index on pension_benefit (division_code collate "C", id);
drop index pension_benefit_division_code_idx;
create index on talent (division_code collate "C", id);
drop index talent_division_code_idx;
create index on vacancy (division_code collate "C", id);
drop index vacancy_division_code_idx;
create index on wage_account (division_code collate "C", id);
drop index wage_account_division_code_idx;
