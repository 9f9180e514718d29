#!/bin/bash
# Runs once, when the database's volume is empty: the owner of the tables, the portal's own smaller
# role, the database and its extensions. docs/operations.md tells how to change a password later.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres \
  -v owner_password="$OWNER_PASSWORD" -v app_password="$APP_PASSWORD" <<'SQL'
CREATE ROLE partnership LOGIN PASSWORD :'owner_password';
CREATE ROLE portal_app LOGIN PASSWORD :'app_password';
CREATE DATABASE partnership OWNER partnership;
\connect partnership
CREATE EXTENSION unaccent;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION btree_gist;
REVOKE ALL ON DATABASE partnership FROM PUBLIC;
GRANT CONNECT ON DATABASE partnership TO portal_app;
SQL
