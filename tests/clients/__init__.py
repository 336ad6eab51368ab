"""Programs of others that ask our endpoint, over HTTP."""
