"""Papers made from a text that is out: poster, long picture, an article for WeChat, texts for SMS and loudspeakers.

Nothing is typed twice: each is computed from the shown version when it is asked for. A withdrawn text has papers too;
they say that it was withdrawn and nothing else.
"""
