import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huaihai.settings")
application = get_wsgi_application()

if (
    os.environ.get("HUAIHAI_WORKER") == "1"
):  # set by `huaihai serve`, whose one process does the background work
    from huaihai.record import worker

    worker.start()
