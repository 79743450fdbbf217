"""The tree of problems for everybody: by a sentence or by taps to what holds, what to do and who helps."""
