"""One HTML file that holds everything: styles, scripts, charts, pictures. It asks no other host."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from morelli.errors import MorelliError
from morelli.storage import atomic_write

try:
    import vl_convert
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup
except ModuleNotFoundError as error:
    raise MorelliError(
        'Reports need Vega-Altair and Jinja: pip install "morelli[train]".'
    ) from error

SCRIPTS = ("pictures.js", "matrix.js", "tables.js", "charts.js")


def render(template: str, payload: dict[str, Any], **content: Any) -> str:
    """Fill a template.

    Args:
        template: a file of `templates/`.
        payload: what the scripts read: `charts` (specifications by the name of their place),
            `matrices` and `pictures`.
        content: what the template reads.
    """
    environment = Environment(
        loader=PackageLoader("morelli.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"sort_keys": False}  # orders come first to last
    environment.filters |= {"percent": percent, "count": lambda number: f"{number:,}"}
    return environment.get_template(template).render(
        payload=payload,
        style=Markup(_read("page.css")),  # noqa: S704 - our own files
        scripts=[Markup(_read(name)) for name in SCRIPTS],  # noqa: S704
        vega=Markup(_vega()) if payload["charts"] else "",  # noqa: S704
        **content,
    )


def write(file: Path, text: str) -> None:
    """Write a file, complete or not at all."""
    with atomic_write(file) as partial:
        partial.write_text(text, encoding="utf-8")


def percent(share: float, digits: int = 1) -> str:
    """A share as people write it."""
    return f"{100 * share:.{digits}f}\N{NO-BREAK SPACE}%"


def interval(low: float, high: float) -> str:
    """The bounds of a share."""
    return f"{100 * low:.1f} to {100 * high:.1f}\N{NO-BREAK SPACE}%"


@cache
def _vega() -> str:
    """Vega, Vega-Lite and Vega-Embed, 0.9 MB."""
    return vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;").replace(
        "</script", "<\\/script"
    )


def _read(name: str) -> str:
    return (files("morelli.report") / "templates" / name).read_text(encoding="utf-8")
