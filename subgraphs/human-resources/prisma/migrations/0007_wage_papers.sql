-- 保障农民工工资支付条例第二十七条：专户须完工、未拖欠并公示30日后方可注销；第三十一条：工资支付表经农民工本人签字确认。
alter table wage_account add column publicised_on date;
alter table wage_account add column closed_on date;
comment on column wage_account.publicised_on is '完工后的公示日期';
comment on column wage_account.closed_on is '注销日期';
alter table payroll_line add column signed boolean;
comment on column payroll_line.signed is '农民工本人是否已签字确认；空为未登记';
