-- 个人信息保护影响评估（个人信息保护法第五十五条、第五十六条）：需求部门随申请、提供部门随决定登记，只增不改。
create type assessing_side as enum ('CONSUMER', 'PROVIDER');
create table impact_assessment (
  id integer generated always as identity primary key,
  application_id integer not null references application,
  side assessing_side not null,
  department_id text not null,
  necessity text not null check (btrim(necessity) <> ''),
  influence text not null check (btrim(influence) <> ''),
  measures text not null check (btrim(measures) <> ''),
  assessed_by text not null check (btrim(assessed_by) <> ''),
  assessed_on date not null,
  report_reference text not null,
  report_sha256 text not null check (report_sha256 ~ '^[0-9a-f]{64}$'),
  recorded_by text not null,
  recorded_at timestamptz not null,
  keep_until date not null
);
create index on impact_assessment (application_id);
create trigger append_only before update or delete on impact_assessment for each row execute function refuse_change();
create trigger append_only_truncate before truncate on impact_assessment for each statement execute function refuse_change();
comment on table impact_assessment is '个人信息保护影响评估，只增不改，至少保存三年';

-- 接收方的安全保护义务（网络数据安全管理条例第十二条）；此前的申请没有，其中含个人信息而尚未开通的授权须重新申请。
alter table application add column obligations text;
