"""What cannot be undercut: a page that says hello, and a view with one durable INSERT behind the product's own
middleware. Both are served as `huaihai serve` serves the product."""
