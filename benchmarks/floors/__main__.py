import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from huaihai.front.commands import THREADS

Granian(
    "benchmarks.floors.wsgi:application",
    port=int(sys.argv[1]),
    interface=Interfaces.WSGI,
    workers=1,
    blocking_threads=THREADS,
    websockets=False,
    log_level=LogLevels.error,
).serve()
