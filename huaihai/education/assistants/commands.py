"""`huaihai assistants`: the tools for assistants (MCP), on standard input and output or on a port. Without any key."""

import argparse

EXTRA = "requirements/assistants.txt"
CANNOT = 2


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = groups.add_parser(
        "assistants", help="problem cards, sums, offices and law as tools for assistants (MCP); only reads"
    )
    command.add_argument(
        "--port", type=int, help="over HTTP at this port (default: standard input and output)"
    )
    command.add_argument("--host", default="127.0.0.1", help="address to listen at (default: 127.0.0.1)")
    command.set_defaults(run=run_assistants, needs_django=True, public=True)


def run_assistants(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.kit import speaking

    try:
        from huaihai.education.assistants import on_port, server
    except ImportError:
        speaking.refuse(_("this needs the packages of %(file)s") % {"file": EXTRA})
        return CANNOT
    if args.port is None:
        server.on_standard_streams()
    else:
        on_port.serve(args.host, args.port)
    return 0
