import os

import django

os.umask(0o077)  # what this process writes is for its user alone
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huaihai.settings")
django.setup(set_prefix=False)

from huaihai.kit import kept_pages, key_check  # noqa: E402 -- its models are there from here on

application = kept_pages.KeptPagesHandler()

key_check.compare()

if role := os.environ.get("HUAIHAI_ROLE"):  # set by `huaihai serve`; other servers show pages alone
    from huaihai.record import roles

    roles.start(role)
