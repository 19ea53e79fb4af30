-- 应用的网页来源（跨源访问只对已登记的来源放行），以及有字段不予共享时的默认答复方式（请求头 x-on-denied 可另行指定）。
create type on_denied as enum ('TELL', 'QUIET', 'REJECT');
alter table app
  add column origins text[] not null default '{}',
  add column on_denied on_denied not null default 'TELL';
comment on column app.origins is '可以以此应用名义访问的网页来源';
comment on column app.on_denied is '有字段不予共享时的默认答复方式';
