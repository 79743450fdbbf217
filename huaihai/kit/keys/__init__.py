"""Keys in service: changed, carried to another machine, and come back from shares (`huaihai keys`)."""
