-- 角色由一名安全管理员提出、另一名确认后生效；收回立即生效。谁登记了部门、应用、经办人也记在其上（此前登记的未记）。
create table proposed_role (
  officer_id text not null references officer,
  role party_role not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  primary key (officer_id, role)
);
comment on table proposed_role is '待另一名安全管理员确认的角色；确认之前不生效';
alter table officer_role add column confirmed_by text;
alter table department add column registered_by text, add column registered_at timestamptz;
alter table app add column registered_by text, add column registered_at timestamptz;
alter table officer add column registered_by text, add column registered_at timestamptz;
