-- 医保结算系统（2009年上线）：表名、列名用拼音缩写，身份证号新旧并存，日期存文本，金额以元计。
create table if not exists yb_jsxx (
  jsdh varchar(30) primary key,
  sfzh varchar(18) not null,
  xm varchar(50) not null,
  jslx char(2) not null,
  yljgdm varchar(12) not null,
  yljgmc varchar(100) not null,
  zdmc varchar(200),
  fyze numeric(12, 2) not null,
  grzf numeric(12, 2) not null,
  jsrq char(8) not null,
  tcqh varchar(12),
  scsj timestamp not null
);
create index if not exists yb_jsxx_sfzh on yb_jsxx (sfzh);
create index if not exists yb_jsxx_tcqh on yb_jsxx (tcqh varchar_pattern_ops);
comment on table yb_jsxx is '结算信息';

-- 只供共享平台读取的视图，不含姓名以外的联系方式；诊断名称在视图中，但未分类，枢纽不读取。
create or replace view v_gx_jsxx as
select jsdh, sfzh, xm, jslx, yljgdm, yljgmc, zdmc, fyze, grzf, jsrq, tcqh, scsj from yb_jsxx;
