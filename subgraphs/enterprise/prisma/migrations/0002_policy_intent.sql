-- 意愿确认经图提交：每企业每政策一条，编号自 10 亿起，与导入数据不相交；须人社数据才能测算的金额留空。

create sequence policy_intent_id_seq as integer start with 1000000000 owned by policy_intent.id;
alter table policy_intent
  alter column id set default nextval('policy_intent_id_seq'),
  alter column amount drop not null;
create unique index policy_intent_once on policy_intent (policy_code, enterprise_credit_code);
