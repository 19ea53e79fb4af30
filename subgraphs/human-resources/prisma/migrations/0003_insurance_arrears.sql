-- 惠企政策核对社会保险费欠缴情况（财金〔2023〕75号）；裁员率按新增领取失业保险金人数计算。
alter table employer_year add column no_insurance_arrears boolean not null default true;
alter table employer_year alter column no_insurance_arrears drop default;
comment on column employer_year.no_insurance_arrears is '无拖欠社会保险费记录';
comment on column employer_year.laid_off is '年度裁员人数（新增领取失业保险金人数）';
