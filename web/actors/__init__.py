"""Who acts: actors and pairs of them."""
