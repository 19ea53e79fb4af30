-- 经办人、角色与部门的变化同样立即通知各网关：停用的经办人随即失去数据、列表与步骤。
create trigger announce after insert or update or delete on officer for each statement execute function announce_grants();
create trigger announce after insert or update or delete on officer_role for each statement execute function announce_grants();
create trigger announce after insert or update or delete on department for each statement execute function announce_grants();
