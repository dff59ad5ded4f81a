"""Print the API's OpenAPI schema: `python -m morelli.web.schema > openapi.json`."""

import json
import os
import sys


def main() -> None:
    """Write the schema as JSON to standard output."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "morelli.web.settings"
    import django

    django.setup()
    from morelli.web.api import api

    json.dump(api.get_openapi_schema(), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
