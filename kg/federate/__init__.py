"""The graph and the data sets outside: facts copied from them, and actors linked with them."""
