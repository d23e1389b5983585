"""The database itself refuses to change or remove audit rows, on SQLite and on PostgreSQL."""

from django.db import migrations

TABLES = ("audit_auditevent", "audit_look")

SQLITE = """CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'audit rows are never changed or removed'); END"""
POSTGRESQL_FUNCTION = """CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'audit rows are never changed or removed'; END $$ LANGUAGE plpgsql"""
POSTGRESQL = """CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION audit_append_only()"""


def add_triggers(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute(POSTGRESQL_FUNCTION)
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute((POSTGRESQL if postgresql else SQLITE).format(table=table, verb=verb))


def drop_triggers(apps, schema_editor):
    on_table = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}" + (f" ON {table}" if on_table else ""))


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(add_triggers, drop_triggers)]
