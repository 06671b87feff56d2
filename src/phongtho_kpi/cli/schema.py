"""`kpi schema`: what may stand in a catalogue, for the editors in which people write it."""

from phongtho_kpi.cli.output import say_text
from phongtho_kpi.write.json_file import json_text


def schema() -> None:
    """Print the JSON Schema of `targets/YEAR.yaml`, which speaks all languages at once."""
    from phongtho_kpi.read.catalogue_schema import catalogue_schema  # pydantic comes with it

    say_text(json_text(catalogue_schema()))
