alter table policy add column fair_competition_review text;
comment on column policy.fair_competition_review is '公平竞争审查结论（公平竞争审查条例）；为空即无记录';
