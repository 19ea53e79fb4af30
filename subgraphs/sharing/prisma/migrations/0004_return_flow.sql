-- 回流：上级部门将下级区域的数据完整回流该区域（第二十四条）；行范围即申请部门所在区划，不得缩小。
alter table application add column return_flow boolean not null default false;
