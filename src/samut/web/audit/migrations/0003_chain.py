"""From where, and the chain. Rows that are there already are chained in the order they were written."""

from importlib import import_module

from django.db import migrations, models

from samut.web.audit.chain import START, audit_key, digest_of

before = import_module("samut.web.audit.migrations.0002_append_only")
BATCH = 2000
MODELS = ("AuditEvent", "Look")


def _fields(name):
    return [
        migrations.AddField(name, "from_address", models.CharField(blank=True, default="", max_length=45), False),
        migrations.AddField(name, "position", models.BigIntegerField(null=True)),
        migrations.AddField(name, "previous", models.CharField(blank=True, default="", max_length=64), False),
        migrations.AddField(name, "digest", models.CharField(default="", max_length=64), False),
        migrations.AlterField(name, "at", models.DateTimeField(db_index=True)),
    ]


def chain_rows(apps, schema_editor):
    """Rows of before the chain: from here on a change of one of them is found too."""
    for name in MODELS:
        model = apps.get_model("audit", name)
        position, digest = 0, START
        told = [each.attname for each in model._meta.concrete_fields if each.name not in ("id", "digest")]
        last = 0
        # By number and not by one long read: each batch is written before the next is read.
        while batch := list(model.objects.filter(id__gt=last).order_by("id")[:BATCH]):
            for row in batch:
                position += 1
                row.position, row.previous, last = position, digest, row.id
                said = {each: getattr(row, each) for each in told}
                digest = row.digest = digest_of(audit_key(), model._meta.model_name, said)
            model.objects.bulk_update(batch, ["position", "previous", "digest"], batch_size=200)


def unchain_nothing(apps, schema_editor):
    """The columns go, and with them the chain."""


class Migration(migrations.Migration):
    # The triggers of 0002 refuse changes, and SQLite loses them with each table it makes anew.
    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.RunPython(before.drop_triggers, before.add_triggers),
        *(operation for name in MODELS for operation in _fields(name)),
        migrations.RunPython(chain_rows, unchain_nothing),
        *(
            migrations.AlterField(name, "position", models.BigIntegerField(unique=True))
            for name in MODELS
        ),
        migrations.AlterField("Look", "actor_id", models.BigIntegerField()),
        migrations.AlterField("Look", "household_id", models.CharField(blank=True, max_length=32)),
        migrations.AddIndex("Look", models.Index(fields=["actor_id", "position"], name="look_by_actor")),
        migrations.AddIndex("Look", models.Index(fields=["household_id", "position"], name="look_by_household")),
        migrations.RunPython(before.add_triggers, before.drop_triggers),
    ]
