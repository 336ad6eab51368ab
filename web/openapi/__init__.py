"""What the site tells programs of its API: an OpenAPI document."""
