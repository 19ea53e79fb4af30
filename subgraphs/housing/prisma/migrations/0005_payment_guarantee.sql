-- 保障农民工工资支付条例第二十四条：工程款支付担保；人工费用拨付周期不得超过1个月。
alter table construction_permit add column payment_guarantee boolean;
alter table construction_permit add column labour_cycle_days integer check (labour_cycle_days > 0);
comment on column construction_permit.payment_guarantee is '建设单位是否已提供工程款支付担保；空为未登记';
comment on column construction_permit.labour_cycle_days is '施工合同约定的人工费用拨付周期（日）；空为未登记';
