create table if not exists run (
  id bigint generated always as identity primary key,
  name varchar(200) not null,
  notes varchar(20000) not null default '',
  scenario varchar(200) not null,
  executor varchar(50) not null,
  cluster varchar(200) not null,
  target varchar(500) not null,
  nodes varchar(50) not null,
  version varchar(100) not null,
  tuning_version bigint not null,
  started_at timestamp(3) with time zone not null,
  window_ms bigint not null,
  ending varchar(50) not null,
  valid boolean not null,
  verdict varchar(20) not null,
  steered int not null,
  completed bigint not null,
  failed bigint not null,
  dropped bigint not null,
  throughput double precision not null,
  p50_us bigint,
  p95_us bigint,
  p99_us bigint,
  has_page boolean not null,
  fingerprint char(64) not null unique,
  deleted_at timestamp(3) with time zone
);
create index if not exists run_started on run (started_at);
create table if not exists run_report (
  run_id bigint primary key references run (id) on delete cascade,
  report blob not null,
  page blob not null
);
