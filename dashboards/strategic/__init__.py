"""The page /metas-estrategicas: the indicators that speak for the whole plan."""
