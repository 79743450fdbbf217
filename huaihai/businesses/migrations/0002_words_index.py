"""After it, as after every migration, the index of words is made (`businesses.models.words`)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("businesses", "0001_initial")]
