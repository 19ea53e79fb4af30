-- 列表按区划代码、再按主键排列：任一级区划的一页只读该页的行，不随全市行数增长。代码次序与排序规则无关。
create index on construction_project (division_code collate "C", code);
drop index construction_project_division_code_idx;
create index on heating_area (division_code collate "C", id);
drop index heating_area_division_code_idx;
create index on property_management (division_code collate "C", id);
drop index property_management_division_code_idx;
create index on public_rental_household (division_code collate "C", id);
drop index public_rental_household_division_code_idx;
