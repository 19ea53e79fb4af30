-- 此前开通而没有个人信息保护影响评估的授权（个人信息保护法第五十五条）：枢纽告知双方补做的最后一日，逾期暂停。
alter table sharing_grant add column assess_by date;
comment on column sharing_grant.assess_by is '补做个人信息保护影响评估的最后一日；空为无须补做';
alter table impact_assessment add column obligations text check (obligations is null or btrim(obligations) <> '');

-- 每次限期只告知每一方一次。
create unique index on event (matter, matter_id, action, department, (detail ->> 'assessBy')) where action = 'ASSESSMENT_DUE';
