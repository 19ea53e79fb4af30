-- 列表按区划代码、再按主键排列：任一级区划的一页只读该页的行，不随全市行数增长。代码次序与排序规则无关。
create index on enterprise (division_code collate "C", credit_code);
drop index enterprise_division_code_idx;
create index on payout (division_code collate "C", id);
drop index payout_division_code_idx;
create index on sole_trader (division_code collate "C", credit_code);
drop index sole_trader_division_code_idx;
