"""What can hardly be undercut: a page that says hello behind Django's usual middleware, and a view with one durable
INSERT behind the product's own. Both are served as `huaihai serve` serves the product."""
