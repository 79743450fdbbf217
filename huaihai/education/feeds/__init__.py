"""What others' programs and sites take: Atom, RSS and JSON Feed, CAP 1.2, a frame to embed. All made when asked."""
