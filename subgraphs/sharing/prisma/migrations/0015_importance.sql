-- 数据重要性（数据安全法第二十一条）：降低重要性与放宽分类一样，须经负责人同意、主管部门审核。
alter table catalogue_change
  add column importance text not null default 'GENERAL' check (importance in ('GENERAL', 'IMPORTANT', 'CORE'));
