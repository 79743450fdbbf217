from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='outboxmessage',
            name='channel',
            field=models.CharField(choices=[('sms', 'Sms'), ('email', 'Email'), ('call', 'Call'), ('webhook', 'Webhook')], max_length=10),
        ),
    ]
