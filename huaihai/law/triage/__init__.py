"""Which problem somebody has, what holds, and who helps: the tree of problem cards, found by taps or by a sentence."""
