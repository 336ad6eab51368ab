"""How fast the store and the endpoint are beside other servers: see ``__main__``."""
