-- 主题与更新频率改由提供部门的模式给出（@dataset），此处不再另存一份。
alter table catalogue_entry drop column theme, drop column update_cycle;
comment on table catalogue_entry is '目录条目中不随模式而定的项：共享方式、使用条件（第十三条）';
