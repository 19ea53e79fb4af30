-- 提供部门可以在申请的行范围之内逐项缩小行范围（第二十条），不得扩大（第二十五条）；空为按申请。
alter table application_item add column row_scope text[] not null default '{}';
-- 行范围不同的数据项分属不同的授权；并发的决定仍不会重复授权。
alter table sharing_grant drop constraint sharing_grant_application_id_provider_by_rule_key;
alter table sharing_grant add unique (application_id, provider, by_rule, row_scope);
comment on table sharing_grant is '共享授权：一件申请在一个提供部门处、一个行范围之内的结果';
