alter table construction_permit add column contract_signed_on date;
comment on column construction_permit.contract_signed_on is '施工合同签订日期';
