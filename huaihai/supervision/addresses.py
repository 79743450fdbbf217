"""What stands in addresses of the room."""

NUMBER = r"(?P<number>20\d\d-[1-9]\d{0,4})"  # of a project, in its public address
