"""Cards that were sold before a pledge begin with what was left on them. The table is made anew on SQLite, which loses
its triggers: they are taken off before and put on after."""

from importlib import import_module

from django.db import migrations, models
from django.db.models import Q

stay = import_module("huaihai.prepaid.migrations.0002_entries_stay")
DOUBTS = ["undo", "doubt", "settle_doubt"]


class Migration(migrations.Migration):
    dependencies = [("prepaid", "0003_not_arrived")]

    operations = [
        migrations.RunPython(stay.unprotect, stay.protect),
        migrations.AddField(
            "card",
            "own_number",
            models.CharField(blank=True, default="", max_length=30),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "card",
            models.UniqueConstraint(
                fields=["issuer", "own_number"], condition=~Q(own_number=""), name="card_own_number_once"
            ),
        ),
        migrations.AlterField(
            "cardentry",
            "kind",
            models.CharField(
                choices=[
                    ("sale", "sold"),
                    ("brought_in", "entered with what was left"),
                    ("top_up", "topped up"),
                    ("use", "used"),
                    ("refund", "given back"),
                    ("undo", "taken back"),
                    ("doubt", "doubted"),
                    ("settle_doubt", "counts after all"),
                ],
                max_length=12,
            ),
        ),
        migrations.RemoveConstraint("cardentry", "card_entry_names_its_entry"),
        migrations.AddConstraint(
            "cardentry",
            models.CheckConstraint(
                condition=Q(kind__in=["sale", "brought_in", "top_up", "use", "refund"], of=None)
                | Q(kind__in=DOUBTS, of__isnull=False),
                name="card_entry_names_its_entry",
            ),
        ),
        migrations.RunPython(stay.protect, stay.unprotect),
    ]
