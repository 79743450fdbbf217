from django.db import migrations

from huaihai.kit.fields import BlindIndexField, SealedTextField


class Migration(migrations.Migration):
    dependencies = [('cases', '0006_other_doors')]

    operations = [
        migrations.AddField('complainant', 'wechat', SealedTextField(blank=True, db_default='', default='')),
        migrations.AddField('complainant', 'wechat_index', BlindIndexField(db_default='', default='', source='wechat')),
    ]
