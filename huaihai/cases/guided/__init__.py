"""Practice for officers, in the demo alone: a made-up case on the real pages, led by a box that says what comes next.

The others in it are played by a robot that uses the real verbs, whenever the officer lets them answer. Nothing but one
event tells such a case from another one; outside the demo nothing of this is there.
"""
