-- 撤回授权（个人信息保护法第十五条）：本部门的服务只登记撤回，由数据库落到授权上，撤回日期只写一次。
create table rental_withdrawal (
  id integer generated always as identity primary key,
  authorization_id integer not null unique,
  withdrawn_on date not null,
  withdrawn_by text not null,
  division_code text not null
);
comment on table rental_withdrawal is '授权的撤回';

create function withdraw_rental_authorization() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update public.rental_authorization set withdrawn_on = new.withdrawn_on
  where id = new.authorization_id and withdrawn_on is null;
  return new;
end
$$;
revoke all on function withdraw_rental_authorization() from public;
create trigger withdraw after insert on rental_withdrawal for each row execute function withdraw_rental_authorization();
