import os

from django.core.wsgi import get_wsgi_application

os.umask(0o077)  # what this process writes is for its user alone
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huaihai.settings")
application = get_wsgi_application()

from huaihai.kit import key_check  # noqa: E402 -- its models are there from here on

key_check.compare()

if (
    os.environ.get("HUAIHAI_WORKER") == "1"
):  # set by `huaihai serve`, whose one process does the background work
    from huaihai.record import worker

    worker.start()
