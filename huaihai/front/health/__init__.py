"""Whether an installation is well: facts gathered in one place, for `huaihai doctor` and for whoever watches."""
