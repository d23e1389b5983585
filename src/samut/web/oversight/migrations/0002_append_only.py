"""The database itself refuses to change or remove what was looked into, as it does for the audit."""

from importlib import import_module

from django.db import migrations

audit = import_module("samut.web.audit.migrations.0002_append_only")
TABLE = "oversight_lookedinto"


def add_triggers(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for verb in ("UPDATE", "DELETE"):
        statement = audit.POSTGRESQL if postgresql else audit.SQLITE
        schema_editor.execute(statement.format(table=TABLE, verb=verb))


def drop_triggers(apps, schema_editor):
    on_table = schema_editor.connection.vendor == "postgresql"
    for verb in ("UPDATE", "DELETE"):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_{verb}" + (f" ON {TABLE}" if on_table else ""))


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial"), ("audit", "0003_chain")]
    operations = [migrations.RunPython(add_triggers, drop_triggers)]
