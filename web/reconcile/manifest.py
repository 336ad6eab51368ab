"""What the service tells a client about itself."""

from typing import Any

from flask import request, url_for

from kg import __version__
from kg.vocab import DIP
from web.reconcile.reading import BATCH
from web.reconcile.schema import ANY, SETTINGS, TYPES, to_default_type
from web.site import engine

WIDTH, HEIGHT = 430, 250
"""Of the frame for a preview, in CSS pixels."""
SUGGESTED = ("entity", "type", "property")
PLACE = "{{id}}"
"""Stands for an identifier in a template of the protocol."""


def to_manifest() -> dict[str, Any]:
    """Return the manifest, with addresses as this request sees the site."""
    root = request.url_root
    endpoint = url_for("reconcile.service", _external=True)
    return {
        "versions": ["0.2"],
        "name": "DiploGraph actors",
        "identifierSpace": f"{engine().base}actor/",
        "schemaSpace": DIP + ANY,
        "serviceVersion": __version__,
        "documentation": f"{root}about",
        "defaultTypes": [to_default_type(kind) for kind in TYPES],
        "view": {"url": f"{root}actor/{PLACE}"},
        "preview": {"url": f"{root}embed/actor/{PLACE}", "width": WIDTH, "height": HEIGHT},
        "suggest": {what: {"service_url": endpoint, "service_path": f"/suggest/{what}"} for what in SUGGESTED},
        "extend": {
            "propose_properties": {"service_url": endpoint, "service_path": "/properties"},
            "property_settings": list(SETTINGS),
        },
        "batchSize": BATCH,
    }
