"""The demo's rows fit the tables that the models make."""

from huaihai import alliance
from huaihai.front.demo import rows
from huaihai.front.demo.installing import FOLDER


def test_the_columns_of_every_table_are_those_of_its_rows() -> None:
    models = rows.kept_models()
    kept = {table.name: table.columns for table in rows.read(alliance.DEFAULT_FOLDER / FOLDER)}

    assert kept, "there are no rows: run make demo-rows"
    others = [
        name
        for name, columns in kept.items()
        if name not in models or columns != rows.columns_of(models[name])
    ]
    assert others == [], "these tables have other columns than the demo's rows: run make demo-rows"
