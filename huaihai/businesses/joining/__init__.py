"""A business joins the fast channel: what it is told, its application, and its own pages once it is there."""
