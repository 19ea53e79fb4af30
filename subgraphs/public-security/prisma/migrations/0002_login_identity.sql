-- 统一身份认证的登录名与本部门登记对象的对应。由本部门登记与终止，只增不改不删；枢纽换发令牌时逐次询问，不进入图。
create table login_identity (
  id bigint generated always as identity primary key,
  issuer text not null check (issuer !~ '\s' and length(issuer) between 1 and 256),
  login text not null check (login !~ '^\s|\s$|^[0-9]{17}[0-9Xx]$' and length(login) between 1 and 256),
  holder text not null,
  valid_from timestamptz not null default now(),
  valid_to timestamptz check (valid_to >= valid_from),
  entered_by text not null check (entered_by <> ''),
  entered_at timestamptz not null default now(),
  ended_by text check (ended_by <> ''),
  check (ended_by is null or valid_to is not null)
);
create unique index login_identity_once on login_identity (issuer, login) where valid_to is null;
create index on login_identity (issuer, login);
create index on login_identity (holder);
comment on table login_identity is '登录身份：自然人：holder 为 person.id，本表不存公民身份号码';

-- 已登记的对应只能终止，一次为限。
create function keep_login_identity() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.ended_by is null and new.ended_by is not null
    and (new.id, new.issuer, new.login, new.holder, new.valid_from, new.entered_by, new.entered_at)
      = (old.id, old.issuer, old.login, old.holder, old.valid_from, old.entered_by, old.entered_at)
    and (old.valid_to is null or new.valid_to <= old.valid_to) then
    return new;
  end if;
  raise exception 'a login identity is ended, never changed or removed' using errcode = 'integrity_constraint_violation';
end $$;
create trigger login_identity_kept before update or delete on login_identity for each row execute function keep_login_identity();
