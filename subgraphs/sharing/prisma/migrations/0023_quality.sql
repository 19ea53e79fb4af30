-- 数据质量的凭据（第十八条）：枢纽每小时向各承载系统询问，所知以系统自身的计数为准，不以部门自述为准。
create table dataset_evidence (
  department text not null,
  type text not null,
  changes numeric(20),
  observed_since timestamptz not null,
  changed_at timestamptz,
  seen_at timestamptz not null,
  primary key (department, type)
);
comment on table dataset_evidence is '各承载系统各类数据最近一次实际变化：changes 为库内写入计数，changed_at 为枢纽见其变动之时（文件来源为其数据截止时间）';

create table item_check (
  department text not null,
  item text not null,
  rule text not null,
  sampled integer not null check (sampled >= 0),
  failed integer not null check (failed between 0 and sampled),
  seen_at timestamptz not null,
  primary key (department, item, rule)
);
comment on table item_check is '数源部门的校核规则在其库内抽样核对的结果：只有条数';

-- 超过更新周期未见变化的，每一届满日告知一次。
create unique index on event (matter, matter_id, action, (detail ->> 'dueOn')) where action = 'DATA_LATE';
