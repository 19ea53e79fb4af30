-- 争议：先行协商，协商不成由（共同的上级）主管部门协调，协调不成由政府决定（第二十八条）；法律未定时限。
alter type party_role add value 'GOVERNMENT';
create type dispute_state as enum ('CONSULTING', 'ANSWERED', 'BEFORE_AUTHORITY', 'BEFORE_GOVERNMENT', 'SETTLED', 'DECIDED', 'WITHDRAWN');
create type dispute_matter as enum ('APPLICATION', 'GRANT', 'CORRECTION');

create table dispute (
  id integer generated always as identity primary key,
  version integer not null default 1,
  state dispute_state not null,
  matter dispute_matter not null,
  matter_id text not null,
  claimant text not null references department,
  respondent text not null references department,
  claim text not null check (btrim(claim) <> ''),
  filed_by text not null,
  filed_at timestamptz not null,
  answer text,
  answered_by text,
  answered_at timestamptz,
  consultation text,
  escalated_by text,
  escalated_at timestamptz,
  opinion text,
  coordinated_by text,
  coordinated_at timestamptz,
  outcome text,
  decision_reference text,
  decision_sha256 text check (decision_sha256 ~ '^[0-9a-f]{64}$'),
  closed_by text,
  closed_at timestamptz,
  check (claimant <> respondent),
  -- 未经协商不得提请协调，未经协调不得由政府决定；政府的决定须有文书。
  check (state not in ('BEFORE_AUTHORITY', 'BEFORE_GOVERNMENT', 'DECIDED') or btrim(coalesce(consultation, '')) <> ''),
  check (state not in ('BEFORE_GOVERNMENT', 'DECIDED') or btrim(coalesce(opinion, '')) <> ''),
  check (state <> 'DECIDED' or (decision_reference is not null and decision_sha256 is not null))
);
create index on dispute (claimant);
create index on dispute (respondent);
-- 同一事项在同两部门之间至多一件未决争议。
create unique index on dispute (matter, matter_id, least(claimant, respondent), greatest(claimant, respondent))
  where state in ('CONSULTING', 'ANSWERED', 'BEFORE_AUTHORITY', 'BEFORE_GOVERNMENT');
comment on table dispute is '争议：协商、主管部门协调、政府决定三级（第二十八条）';
