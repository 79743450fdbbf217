from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('cases', '0005_joint_handling')]

    operations = [
        migrations.AlterField(
            model_name='case',
            name='origin',
            field=models.CharField(
                choices=[
                    ('online', 'filed online'),
                    ('visit', 'in person'),
                    ('phone', 'by telephone'),
                    ('letter', 'in a letter'),
                    ('email', 'in an e-mail'),
                    ('entrusted', 'entrusted by a regulator'),
                    ('imported', 'imported'),
                ],
                default='online',
                max_length=12,
            ),
        ),
    ]
