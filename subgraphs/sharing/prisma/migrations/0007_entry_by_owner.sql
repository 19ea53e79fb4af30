-- 一个数据集可以有几个部门的数据项：目录条目的补充项按数据集与提供部门各存一份，一个部门不得改写另一个部门的使用条件。
-- 既有条目归最后导入者所在部门；由主管部门导入的，须由其重新导入一次。
alter table catalogue_entry add column owner text;
update catalogue_entry set owner = coalesce((select department_id from officer where id = updated_by), '');
alter table catalogue_entry
  alter column owner set not null,
  drop constraint catalogue_entry_pkey,
  add primary key (type_name, owner);
comment on table catalogue_entry is '目录条目中不随模式而定的项：共享方式、使用条件（第十三条），按数据集与提供部门';
